"""When a server has been silent for too long: a byte now and then is no answer."""

from time import monotonic

ENOUGH_BYTES = 4096
"""A server that sends less than this in all the time that it has does not answer."""


class Silence:
    """The time after which an answer is not waited for any more; what arrives puts it off."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = monotonic() + seconds
        self._heard = 0

    @property
    def lasted(self) -> float:
        """Return for how many whole seconds there was no answer."""
        return float(round(monotonic() - (self.ends - self.seconds)))

    @property
    def is_over(self) -> bool:
        """Return whether the time has passed."""
        return monotonic() >= self.ends

    def heard(self, count: int = ENOUGH_BYTES) -> None:
        """Count bytes that arrived, or were taken; after enough of them the time begins again."""
        self._heard += count
        if self._heard >= ENOUGH_BYTES:
            self._heard = 0
            self.ends = monotonic() + self.seconds
