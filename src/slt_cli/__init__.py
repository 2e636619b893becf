"""Support level targets: when an answer is due, what is late, whom to escalate to."""

__version__ = "1.0.0"
