"""A change that must concern a known number of rows, checked by the server in the same message."""

NOT_ALL_ROWS = "22012"
"""Division by zero: no statement divides but the check of how many rows it changed."""


def counted(statement: bytes, rows: int) -> bytes:
    """Return a change that divides by zero unless it changes this number of rows."""
    check = f" RETURNING 1) SELECT 1 / (count(*) = {rows})::int FROM changed"
    return b"WITH changed AS (" + statement + check.encode()
