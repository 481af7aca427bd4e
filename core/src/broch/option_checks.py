"""What is wrong with the value of an option, in words; None if nothing is."""

from collections.abc import Callable
from typing import Any

from broch_hostapi.errors import UnknownTag


def one_of(*allowed: Any) -> Callable[[Any], str | None]:
    """Check that a value is among these."""
    return lambda value: None if value in allowed else "should be one of " + ", ".join(str(a) for a in allowed)


def between(low: int, high: int) -> Callable[[Any], str | None]:
    """Check that a number lies between these, both allowed."""
    return lambda value: None if low <= value <= high else f"should lie between {low} and {high}"


def at_least(low: int) -> Callable[[Any], str | None]:
    """Check that a number is not smaller."""
    return lambda value: None if value >= low else f"should be {low} or more"


def an_aet(value: str) -> str | None:
    """What is wrong with an application entity title (PS3.5 6.2, VR AE)."""
    if not value.strip() or len(value) > 16:
        return "should be 1 to 16 characters, not only spaces"
    return (
        None if value.isascii() and value.isprintable() and "\\" not in value else "has a character that is not allowed"
    )


def a_writable_syntax(value: str) -> str | None:
    """What is wrong with the UID of a transfer syntax to transcode to; empty means none."""
    from broch.dataset.transcode.syntaxes import SYNTAXES

    known = SYNTAXES.get(value)
    return None if not value or (known and known.written) else "is not a transfer syntax that can be written"


def tags_by_level(value: Any) -> str | None:
    """What is wrong with lists of tags by level."""
    from broch.dataset.dictionary import tag_of

    for level, names in value.items():
        if level not in ("Patient", "Study", "Series", "Instance"):
            return f"has {level!r}, which is not Patient, Study, Series or Instance"
        for name in names:
            try:
                tag_of(name)
            except UnknownTag:
                return f"has {name!r}, which is no DICOM tag"
    return None


def each(check: Callable[[str], str | None]) -> Callable[[Any], str | None]:
    """Check each member of a list."""

    def look(values: Any) -> str | None:
        return next((f"has {value!r}: {wrong}" for value in values if (wrong := check(value))), None)

    return look


def not_yet(default: Any) -> Callable[[Any], str | None]:
    """Check of an option that exists, but would promise what is not there."""
    return lambda value: None if value == default else f"is not supported yet; leave it at {default!r}".lower()
