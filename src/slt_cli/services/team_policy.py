"""Record the team's policy, once even if the answer to the first attempt was lost."""

from slt_cli.app import App
from slt_cli.store.protocols import Writing
from slt_cli.store.repeating import in_transaction
from slt_cli.store.team_policy import TeamPolicy


def record_policy(app: App, policy: TeamPolicy) -> None:
    """Record the team's policy, which counts from now on; one without a text clears it."""
    may_be_there = False

    def work(transaction: Writing) -> None:
        nonlocal may_be_there
        transaction.require_owner("change the team's policy")
        if may_be_there and transaction.has_team_policy(policy):
            return
        may_be_there = True
        transaction.set_team_policy(policy)

    in_transaction(app.store, work)
