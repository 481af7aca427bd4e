"""What somebody may wish from a running server: by a signal or by a request."""

from enum import Enum


class Wish(Enum):
    """To whoever runs the server in the foreground."""

    RESTART = "restart"
    """With the configuration read again."""
    STOP = "stop"
