"""Every command by section: a new command is a line here and a file in `commands/`."""

from slt_cli.cli.loading import CommandTable, Sections

COMMANDS: Sections = {
    "Every day": {
        "due": "due:due_command",
        "open": "open:open_command",
        "respond": "respond:respond_command",
        "followup": "followup:followup_command",
        "hold": "hold:hold_command",
        "resume": "resume:resume_command",
        "escalate": "escalate:escalate_command",
        "note": "note:note_command",
        "resolve": "resolve:resolve_command",
    },
    "Find": {
        "list": "list:list_command",
        "show": "show:show_command",
        "log": "log:log_command",
        "hotline": "hotline:hotline_command",
        "contacts": "contacts:contacts_command",
        "message": "message:message_command",
        "targets": "targets:targets_command",
        "classify": "classify:classify_command",
    },
    "Correct": {
        "update": "update:update_command",
        "undo": "undo:undo_command",
        "void": "void:void_command",
        "close": "close:close_command",
        "reopen": "reopen:reopen_command",
        "mark": "mark:mark_command",
        "take": "take:take_command",
    },
    "Report": {
        "report": "report:report_command",
        "notify": "notify:notify_command",
        "outbox": "outbox:outbox_command",
    },
    "Exchange": {
        "import": "import_:import_command",
        "export": "export:export_command",
    },
    "Keep": {
        "config": {
            "path": "config:config_path",
            "show": "config:config_show",
            "get": "config:config_get",
            "set": "config_edit:config_set",
            "unset": "config_edit:config_unset",
            "init": "config_edit:config_init",
            "check": "config_check:config_check",
            "holidays": "config_holidays:config_holidays",
        },
        "doctor": "doctor:doctor_command",
        "backup": "backup:backup_command",
        "restore": "restore:restore_command",
        "verify": "verify:verify_command",
        "recalc": "recalc:recalc_command",
        "store": {
            "path": "store:store_path",
            "init": "store:store_init",
            "upgrade": "store:store_upgrade",
            "copy": "store_copy:store_copy",
            "grant": "store_grant:store_grant",
            "policy": {
                "set": "store_policy:policy_set",
                "show": "store_policy:policy_show",
                "clear": "store_policy:policy_clear",
            },
        },
        "redact": "redact:redact_command",
    },
    "Scripts": {
        "schema": "schema:schema_command",
        "completion": "completion:completion_command",
    },
    "Help": {
        "help": "help:help_command",
    },
}
"""The sections are what the user wants, in the order in which `slt --help` shows them."""


class Commands(CommandTable):
    """The commands of slt."""

    sections = COMMANDS
