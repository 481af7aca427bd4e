"""Decoding and encoding text by Specific Character Set (PS3.3 C.12.1.1.2, PS3.5 6.1.2).

``charsets`` are the values of (0008,0005) as they stand; empty means that the element is absent, and then the
configured default encoding counts. Nothing here raises on bad bytes: files outlive the software that wrote them.
"""

from re import compile as pattern

# The names of the option DefaultEncoding -> the value of Specific Character Set that means the same.
DEFAULT_ENCODINGS = {
    "Ascii": "ISO_IR 6",
    "Utf8": "ISO_IR 192",
    "Latin1": "ISO_IR 100",
    "Latin2": "ISO_IR 101",
    "Latin3": "ISO_IR 109",
    "Latin4": "ISO_IR 110",
    "Latin5": "ISO_IR 148",
    "Cyrillic": "ISO_IR 144",
    "Windows1251": "Windows1251",
    "Arabic": "ISO_IR 127",
    "Greek": "ISO_IR 126",
    "Hebrew": "ISO_IR 138",
    "Thai": "ISO_IR 166",
    "Japanese": "ISO_IR 13",
    "Chinese": "GB18030",
    "JapaneseKanji": "ISO 2022 IR 87",
    "Korean": "ISO 2022 IR 149",
    "SimplifiedChinese": "ISO 2022 IR 58",
}
# Python's codec by the number of the registration; Latin-1 for the default repertoire loses no byte of a wrong file.
_CODECS = {
    "": "latin_1", "6": "latin_1", "13": "shift_jis", "58": "gb2312", "87": "iso2022_jp", "100": "latin_1",
    "101": "iso8859_2", "109": "iso8859_3", "110": "iso8859_4", "126": "iso8859_7", "127": "iso8859_6",
    "138": "iso8859_8", "144": "iso8859_5", "148": "iso8859_9", "149": "euc_kr", "159": "iso2022_jp_2",
    "166": "tis_620", "192": "utf_8", "203": "iso8859_15", "GB18030": "gb18030", "GBK": "gbk",
    "WINDOWS1251": "cp1251",
}  # fmt: skip
_TERM = pattern(r"ISO[ _](?:2022[ _])?IR[ _](\d+)")
# PS3.3 tables C.12-3 and C.12-4: what follows the escape -> (code element, codec, how many bytes a G0 character takes).
_ESCAPES = {
    b"(B": (0, "ascii", 1), b"(J": (0, "ascii", 1), b"$B": (0, "iso2022_jp", 2), b"$@": (0, "iso2022_jp", 2),
    b"$(D": (0, "iso2022_jp_2", 2), b")I": (1, "shift_jis", 1), b"$)C": (1, "euc_kr", 1), b"$)A": (1, "gb2312", 1),
    b"-A": (1, "latin_1", 1), b"-B": (1, "iso8859_2", 1), b"-C": (1, "iso8859_3", 1), b"-D": (1, "iso8859_4", 1),
    b"-F": (1, "iso8859_7", 1), b"-G": (1, "iso8859_6", 1), b"-H": (1, "iso8859_8", 1), b"-L": (1, "iso8859_5", 1),
    b"-M": (1, "iso8859_9", 1), b"-T": (1, "tis_620", 1), b"-b": (1, "iso8859_15", 1),
}  # fmt: skip
_ESCAPE = pattern(rb"\x1b(\(B|\(J|\$B|\$@|\$\(D|\)I|\$\)C|\$\)A|-[A-DF-HLMTb])")
# PS3.5 6.1.2.5.3: here the first character set holds again; ^ and = only in person names.
_RESETS, _NAME_RESETS = pattern(rb"([\\\r\n\f\t])"), pattern(rb"([\\\r\n\f\t^=])")


def decode(value: bytes, charsets: tuple[str, ...], vr: str, default: str = "Latin1") -> str:
    """The text of a value; several values stay joined by backslash. ``default`` is a name of DefaultEncoding."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    codec = codec_of(charsets[0] if charsets else DEFAULT_ENCODINGS.get(default, ""))
    if b"\x1b" in value and codec not in ("utf_8", "gb18030", "gbk"):
        return _decode_extended(value, codec, vr)
    if len(charsets) > 1 and codec == "latin_1" and not charsets[0]:
        codec = _second_codec(charsets, codec)
    return _decode(value, codec)


def encode(text: str, charset: str) -> bytes:
    """Text in one character set: a defined term of Specific Character Set or a name of DefaultEncoding.

    What it cannot express becomes a question mark. Escape sequences come with the terms that need them.
    """
    if text.isascii():
        return text.encode("ascii")
    codec = codec_of(DEFAULT_ENCODINGS.get(charset, charset))
    if codec in ("euc_kr", "gb2312"):
        return _encode_designated(text, codec)
    return text.encode(codec, "replace")


def codec_of(term: str) -> str:
    """Python's name of the codec for a defined term; Latin-1 for an unknown one."""
    term = term.strip().upper()
    number = _TERM.fullmatch(term)
    return _CODECS.get(number[1] if number else term, "latin_1")


def _decode(value: bytes, codec: str) -> str:
    if codec == "utf_8":
        try:
            return value.decode("utf_8")
        except UnicodeDecodeError:  # most often Latin-1 under a wrong label; and distinct bytes stay distinct
            return value.decode("latin_1")
    return value.decode(codec, "replace")


def _second_codec(charsets: tuple[str, ...], codec: str) -> str:
    """For values that use a code extension without its escape sequence: the first term that names a codec."""
    return next((known for known in map(codec_of, charsets[1:]) if known in ("euc_kr", "gb2312")), codec)


def _decode_extended(value: bytes, first: str, vr: str) -> str:
    """ISO 2022: text with escape sequences. ``first`` is the codec of the first value of Specific Character Set."""
    resets = _NAME_RESETS if vr == "PN" else _RESETS
    high = initial = first if not first.startswith("iso2022") else "latin_1"
    wide = ""
    pieces = []
    for index, piece in enumerate(_ESCAPE.split(value)):
        if index % 2:
            element, codec, size = _ESCAPES[piece]
            if element:
                high = codec
            else:
                wide = codec if size == 2 else ""
        elif wide:
            pieces.append(_decode_wide(piece, wide))
        else:
            for part in resets.split(piece):
                if resets.fullmatch(part):
                    high = initial
                pieces.append(_decode(part, high))
    return "".join(pieces)


def _decode_wide(piece: bytes, codec: str) -> str:
    """Two bytes a character in G0. A delimiter cannot stand inside, but careless writers forget to switch back."""
    escape = b"\x1b$(D" if codec == "iso2022_jp_2" else b"\x1b$B"
    even = len(piece) - len(piece) % 2
    return (escape + piece[:even]).decode(codec, "replace") + piece[even:].decode("latin_1")


def _encode_designated(text: str, codec: str) -> bytes:
    """Korean and simplified Chinese in G1, designated anew behind each delimiter (PS3.5 annexes I and K)."""
    escape = b"\x1b$)C" if codec == "euc_kr" else b"\x1b$)A"
    parts = (part.encode(codec, "replace") for part in _TEXT_RESETS.split(text))
    return b"".join(part if part.isascii() else escape + part for part in parts)


_TEXT_RESETS = pattern(r"([\\\r\n\f\t^=])")
