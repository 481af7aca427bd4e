"""The DICOM JSON model of a data set (PS3.18 annex F).

Group lengths are left out as the standard asks, and Specific Character Set always tells UTF-8, because the result is.
"""

from base64 import b64encode
from collections.abc import Callable
from math import isfinite
from typing import Any

from broch.dataset import dictionary
from broch.dataset.character_sets import decode
from broch.dataset.frames import pixel_value
from broch.dataset.scan import Scan
from broch.dataset.values import NUMBERS, STRING_VRS, numbers, strip_padding, tags
from broch.dataset.walk import PIXEL_TAGS

BulkDataURI = Callable[[str], str]
DicomJson = dict[str, dict[str, Any]]

INLINE_LIMIT = 8192
_SPECIFIC_CHARACTER_SET = 0x00080005
_PIXEL_REPRESENTATION = 0x00280103
_ONE_TEXT = frozenset(("LT", "ST", "UT", "UR"))  # PS3.5 6.2: no several values, leading spaces count
_EXACT_INTEGERS = 1 << 53  # PS3.18 F.2.2: beyond what a JSON number keeps, SV and UV are strings
_PERSON_NAME_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def dicom_json(scan: Scan, bulk_data_uri: BulkDataURI | None = None, threshold: int = INLINE_LIMIT) -> DicomJson:
    """The data set as an object for a JSON encoder.

    Binary values longer than ``threshold`` bytes, and all pixel data, become a BulkDataURI: what ``bulk_data_uri``
    answers for the path of the element, ``7fe00010`` or ``00420010/1/00420011`` with items counted from 1. Without it
    binary values are inline, and encapsulated pixel data, which has no form in JSON, has no value.
    """
    return _Converter(bulk_data_uri, threshold).data_set(scan, "", signed=False)


class _Converter:
    """One conversion: where bulk data goes is the same at every depth."""

    def __init__(self, bulk_data_uri: BulkDataURI | None, threshold: int) -> None:
        self.bulk_data_uri = bulk_data_uri
        self.threshold = threshold

    def data_set(self, scan: Scan, path: str, *, signed: bool) -> DicomJson:
        """The elements of a data set or an item; ``signed`` is the Pixel Representation around it."""
        representation = scan.raw(_PIXEL_REPRESENTATION)
        signed = representation[:1] == b"\1" if representation else signed
        result: DicomJson = {}
        for tag, (vr, start, stop) in scan.elements.items():
            if tag & 0xFFFF:
                result[f"{tag:08X}"] = self._element(scan, tag, (vr, start, stop), path, signed)
        if scan.pixel_data is not None and not scan.depth:
            tag, vr, span = pixel_value(scan)
            result[f"{tag:08X}"] = self._pixels(scan, tag, vr, span)
        return result

    def _element(self, scan: Scan, tag: int, entry: tuple[str, int, int], path: str, signed: bool) -> dict[str, Any]:
        vr, start, stop = entry
        if (vr == "SQ" or tag in scan.undefined_length) and tag not in PIXEL_TAGS:
            return _with("SQ", self._items(scan, tag, path, signed))
        if not scan.explicit:
            vr = _chosen_vr(tag, vr, signed)
        if vr == "UN":
            vr = known if (known := scan.known_vr(tag)) != "SQ" else "UN"
        if stop == start:
            return {"vr": vr}
        if vr in STRING_VRS or vr in NUMBERS or vr == "AT":
            value = bytes(scan.buffer[start:stop])
            return _with(vr, _values(scan, vr, value) if tag != _SPECIFIC_CHARACTER_SET else ["ISO_IR 192"])
        return self._binary(scan, vr, (start, stop), f"{path}{tag:08x}", self.threshold)

    def _items(self, scan: Scan, tag: int, path: str, signed: bool) -> list[DicomJson]:
        items = enumerate(scan.items(tag), start=1)
        return [self.data_set(item, f"{path}{tag:08x}/{number}/", signed=signed) for number, item in items]

    def _pixels(self, scan: Scan, tag: int, vr: str, span: tuple[int, int] | None) -> dict[str, Any]:
        if span is None or self.bulk_data_uri is not None:
            uri = self.bulk_data_uri
            return {"vr": vr} if uri is None else {"vr": vr, "BulkDataURI": uri(f"{tag:08x}")}
        return self._binary(scan, vr, span, f"{tag:08x}", 0)

    def _binary(self, scan: Scan, vr: str, span: tuple[int, int], path: str, threshold: int) -> dict[str, Any]:
        start, stop = span
        if self.bulk_data_uri is not None and stop - start > threshold:
            return {"vr": vr, "BulkDataURI": self.bulk_data_uri(path)}
        return {"vr": vr, "InlineBinary": b64encode(bytes(scan.buffer[start:stop])).decode("ascii")}


def _with(vr: str, values: list[Any]) -> dict[str, Any]:
    return {"vr": vr, "Value": values} if values else {"vr": vr}


def _chosen_vr(tag: int, vr: str, signed: bool) -> str:
    """Implicit VR: where the dictionary leaves US or SS open, Pixel Representation decides (PS3.5 A.1)."""
    known = dictionary.attribute(tag) if signed and vr == "US" else None
    return "SS" if known is not None and known.vr.startswith("US or SS") else vr


def _values(scan: Scan, vr: str, value: bytes) -> list[Any]:
    if vr in NUMBERS:
        return [_number(vr, number) for number in numbers(vr, value)]
    if vr == "AT":
        return [f"{tag:08X}" for tag in tags(value)]
    text = strip_padding(decode(value, scan.charsets, vr, scan.default_encoding))
    if not text:
        return []
    if vr in _ONE_TEXT:
        return [text]
    return [_convert(vr, part.strip(" ")) for part in text.split("\\")]


def _number(vr: str, number: float) -> float | str | None:
    if vr in ("SV", "UV") and abs(number) >= _EXACT_INTEGERS:
        return str(number)
    return number if isfinite(number) else None  # JSON has no word for the others


def _convert(vr: str, text: str) -> Any:
    """One value of a string VR; None for an empty one among others (PS3.18 F.2.5)."""
    if not text:
        return None
    if vr == "PN":
        groups = zip(_PERSON_NAME_GROUPS, text.split("="), strict=False)
        return {name: part.rstrip(" ") for name, part in groups if part.strip(" ")}
    if vr in ("IS", "DS"):
        return _parsed(vr, text)
    return text


def _parsed(vr: str, text: str) -> float | str:
    """The number of a number string; the text itself where it is none, which the standard allows."""
    try:
        number = int(text) if vr == "IS" else float(text)
    except ValueError:
        return text
    return number if isfinite(number) and "_" not in text and abs(number) < _EXACT_INTEGERS else text
