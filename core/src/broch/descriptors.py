"""How many files and connections the process may have open."""

from contextlib import suppress

ENOUGH = 1 << 16
MANY = 1 << 20


def descriptors() -> int:
    """The limit that holds; a large number where there is none."""
    try:
        import resource
    except ImportError:  # Windows
        return MANY
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MANY if limit == resource.RLIM_INFINITY else limit


def raise_limit() -> None:
    """Take as many as the system gives, within reason: the usual 1,024 are soon used up by a crowd of peers."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # macOS has another limit below the one that it tells
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
