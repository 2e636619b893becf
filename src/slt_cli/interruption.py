"""Whether an error is an interruption, such as Ctrl-C."""

_DEEPEST = 100
"""No error is made of more errors; it also ends a circle of causes."""


def is_interruption(error: BaseException) -> bool:
    """Return whether an error is an interruption, or what Python made of one.

    Up to Python 3.11 an interruption in a class body, while a module is imported, becomes a
    RuntimeError: "Error calling __set_name__".
    """
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None or isinstance(found, KeyboardInterrupt):
            break
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return isinstance(found, KeyboardInterrupt)
