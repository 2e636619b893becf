"""Hosts of the network, as addresses name them."""


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, where nobody else reads what is sent to it."""
    numbers = host.split(".")
    is_local = numbers[0] == "127" and len(numbers) == 4 and "".join(numbers).isdecimal()
    return is_local or host.lower() in ("localhost", "::1")
