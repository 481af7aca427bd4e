"""Names of files and folders from text that comes from outside.

What a file system, a shell or Windows could take for something else is written as the hexadecimal digits of its UTF-8
bytes behind ``%``, so two texts give one name only if they are the same text for a reader (Unicode form NFC), and no
text can leave its folder.
"""

import re
import unicodedata
from hashlib import sha256

EMPTY = "%empty"
"""The name for no text at all; no text gives it."""
LONGEST = 200
"""Bytes of a name: file systems take 255, and a number may have to be added."""
_LONGEST_EXTENSION = 16
_SIMPLE = re.compile(r"[A-Za-z0-9_^-](?:[A-Za-z0-9_^. -]{0,126}[A-Za-z0-9_^-])?")
_UNSAFE = frozenset('%/\\:*?"<>|')
_RESERVED = re.compile(
    r"(?:lost\+found|CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)
"""What Windows takes for devices, whatever the extension; where file systems and ``fsck`` keep what they found."""


def safe_name(text: str) -> str:
    """A name for a text: never empty, ``.`` or ``..``, nowhere reserved, at most ``LONGEST`` bytes of UTF-8."""
    if _SIMPLE.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text)
    if not text:
        return EMPTY
    name = _escaped(text)
    return name if len(name.encode()) <= LONGEST else _shortened(name)


def is_safe(name: str) -> bool:
    """Whether ``safe_name`` could have given this name."""
    if name == EMPTY or "~" in name:  # shortened names, and those that had to differ, hold what cannot be computed back
        return True
    try:
        text = re.sub(r"(?:%[0-9A-F]{2})+", _decoded, name)
    except UnicodeDecodeError:
        return False
    return safe_name(text) == name


def _escaped(text: str) -> str:
    escape = [character in _UNSAFE or not character.isprintable() for character in text]
    escape[0] |= text[0] in ". " or _RESERVED.fullmatch(text) is not None
    escape[-1] |= text[-1] in ". "
    written = []
    before = False
    for character, wanted in zip(text, escape, strict=True):
        # An accent would join the last digit in front of it.
        before = wanted or (before and unicodedata.combining(character) != 0)
        written.append(_digits(character) if before else character)
    return "".join(written)


def _digits(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _decoded(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "surrogatepass")


def _shortened(name: str) -> str:
    """The beginning, a checksum of all, and the extension if there is a short one."""
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension.encode()) > _LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    digest = sha256(name.encode()).hexdigest()[:16]
    end = f"~{digest}{dot}{extension}"
    return stem.encode()[: LONGEST - len(end.encode())].decode(errors="ignore") + end
