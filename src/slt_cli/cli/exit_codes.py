"""The exit codes of the program, as help and the manual page list them."""

from collections.abc import Mapping

EXIT_CODES: Mapping[str, str] = {
    "0": "success, an empty list included",
    "1": "refused or failed",
    "2": "usage",
    "3": "configuration",
    "4": "no such case",
    "5": "the store is busy or cannot be used",
    "10, 11": "due --exit-code: something is soon due, late",
    "70": "internal error",
    "130": "interrupted",
}
