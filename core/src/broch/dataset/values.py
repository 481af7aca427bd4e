"""Turning encoded values into text as Orthanc's clients see them (PS3.5 6.2).

Several values are joined by backslash. Numbers of binary VRs are written in decimal, floats with 17 significant digits
(a float of 32 bits too: it is shown as the double that it equals).
"""

from struct import Struct, unpack_from

from broch.dataset import dictionary
from broch.dataset.character_sets import decode

STRING_VRS = frozenset(
    ("AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT")
)
# VR -> (struct code, bytes of one value) of those that are shown as numbers.
NUMBERS = {
    "FD": ("d", 8), "FL": ("f", 4), "SL": ("i", 4), "SS": ("h", 2), "SV": ("q", 8), "UL": ("I", 4), "US": ("H", 2),
    "UV": ("Q", 8),
}  # fmt: skip
_ONE = {vr: (Struct(f"<{code}").unpack, size) for vr, (code, size) in NUMBERS.items()}
BINARY_VRS = frozenset(("OB", "OD", "OF", "OL", "OV", "OW", "UN"))


def text_of(vr: str, value: bytes, charsets: tuple[str, ...] = (), default: str = "Latin1") -> str:
    """The text of a value of any VR; empty for binary VRs and sequences. Never raises on bad bytes."""
    if vr in STRING_VRS:
        return strip_padding(decode(value, charsets, vr, default))
    if vr in NUMBERS:
        one, size = _ONE[vr]
        if len(value) == size:
            return _write(vr, one(value)[0])
        return "\\".join(_write(vr, number) for number in numbers(vr, value))
    if vr == "AT":
        return "\\".join(map(dictionary.format_tag, tags(value)))
    return ""


def strip_padding(text: str) -> str:
    """Without what the writer may have added behind: spaces, and all from the first NUL on. Leading spaces stay."""
    return text.rstrip(" ") if "\0" not in text else text[: text.index("\0")].rstrip(" ")


def numbers(vr: str, value: bytes) -> tuple[int, ...] | tuple[float, ...]:
    """The numbers of a binary VR; bytes that do not fill one more number are left out."""
    code, size = NUMBERS[vr]
    return unpack_from(f"<{len(value) // size}{code}", value)


def tags(value: bytes) -> list[int]:
    """The tags of the VR AT, each two words."""
    words = unpack_from(f"<{len(value) // 4 * 2}H", value)
    return [group << 16 | element for group, element in zip(words[::2], words[1::2], strict=True)]


def _write(vr: str, number: float) -> str:
    return f"{number:.17g}" if vr in ("FL", "FD") else str(number)
