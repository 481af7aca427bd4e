"""What changes in a data set beside its pixels (PS3.3 C.7.6.3, C.7.6.1.1.5, C.12.1.1.9 and PS3.5 8.2)."""

from broch.dataset.rewrite import Change, Value, encode_data_set, encode_items, encode_new
from broch.dataset.scan import Scan
from broch.dataset.transcode.codecs import Encoder
from broch.dataset.transcode.picture import Picture
from broch.dataset.transcode.syntaxes import Codec, TransferSyntax, source
from broch.dataset.walk import PIXEL_TAGS

SOP_CLASS, SOP_INSTANCE = 0x00080016, 0x00080018
_IMAGE_TYPE, _DERIVATION, _SOURCE_IMAGES = 0x00080008, 0x00082111, 0x00082112
_FRAME_TYPE, _FUNCTIONAL_GROUPS = 0x00089007, (0x52009229, 0x52009230)  # shared, per frame
_PHOTOMETRIC, _PLANAR, _STORED, _HIGH_BIT = 0x00280004, 0x00280006, 0x00280101, 0x00280102
_SAMPLES, _ALLOCATED, _REPRESENTATION = 0x00280002, 0x00280100, 0x00280103
_OF_PALETTES = (
    0x00280106, 0x00280107, *range(0x00281101, 0x00281105), 0x00281199, *range(0x00281201, 0x00281205),
    *range(0x00281221, 0x00281224),
)  # fmt: skip
"""Palettes, and the smallest and largest index."""
_LOSSY, _RATIO, _METHOD = 0x00282110, 0x00282112, 0x00282114
_ICON = 0x00880200
_OFFSET_TABLES = (0x7FE00001, 0x7FE00002, 0x7FE00003)
_PURPOSE, _DERIVATION_CODES = 0x0040A170, 0x00089215
_TEXT_LIMIT = 1024  # ST

RATIO_PLACE = b"@" * 16
"""Stands for the compression ratio until all frames are written; as long as a DS may be."""


def image_changes(scan: Scan, target: TransferSyntax, picture: Picture, encoder: Encoder) -> dict[int, Change]:
    """The elements that describe how pixels are stored."""
    changes: dict[int, Change] = dict.fromkeys(_OFFSET_TABLES)
    changes[_PHOTOMETRIC] = encoder.photometric_interpretation.encode("ascii", "replace")
    if picture.colour:
        changes[_PLANAR] = encoder.planar_configuration.to_bytes(2, "little")
    stored = source(scan.transfer_syntax).codec
    if target.codec not in (Codec.NATIVE, Codec.RLE) or stored not in (Codec.NATIVE, Codec.RLE):
        changes[_STORED] = encoder.bits_stored.to_bytes(2, "little")
        changes[_HIGH_BIT] = (encoder.bits_stored - 1).to_bytes(2, "little")
    if picture.photometric_interpretation == "RGB" and scan.text(_PHOTOMETRIC) == "PALETTE COLOR":
        changes |= _without_palette(picture)
    if _has_encapsulated_icon(scan):
        changes[_ICON] = None  # PS3.5 A.4: it would have to be in the new syntax too; it may be left out.
    if stored is Codec.JPEG and scan.text(_LOSSY) != "01":
        changes[_LOSSY] = b"01"  # Otherwise nobody would know it any more.
        changes[_METHOD] = _added(scan, _METHOD, b"ISO_10918_1")
    return changes


def _without_palette(picture: Picture) -> dict[int, Change]:
    """The colours of a palette have taken the place of its indices."""
    changes: dict[int, Change] = dict.fromkeys(_OF_PALETTES)
    changes[_SAMPLES] = picture.samples_per_pixel.to_bytes(2, "little")
    changes[_ALLOCATED] = picture.bits_allocated.to_bytes(2, "little")
    changes[_REPRESENTATION] = b"\0\0"
    return changes


def lossy_changes(scan: Scan, target: TransferSyntax, encoder: Encoder, quality: int) -> dict[int, Change]:
    """What tells that the image is derived from another, with losses, and from which. It becomes a new instance."""
    text = f"Lossy compression: {target.name}, quality {quality}"
    before = scan.text(_DERIVATION)
    # Only if it can be told apart from what stood there: it may be in another character set.
    derivation = text.encode() if not before else (scan.raw(_DERIVATION) or b"").rstrip(b" \0") + b"; " + text.encode()
    return {
        SOP_INSTANCE: derived_uid(scan.text(SOP_INSTANCE), target.uid, quality).encode(),
        _IMAGE_TYPE: _derived(scan.raw(_IMAGE_TYPE)),
        _LOSSY: b"01",
        _RATIO: _added(scan, _RATIO, RATIO_PLACE),
        _METHOD: _added(scan, _METHOD, encoder.method.encode()),
        _DERIVATION: derivation if len(derivation) <= _TEXT_LIMIT else scan.raw(_DERIVATION),
        _DERIVATION_CODES: _with_item(scan, _DERIVATION_CODES, _coded(b"113040", b"Lossy Compression")),
        _SOURCE_IMAGES: _source(scan),
        **{groups: _derived_frames(scan, groups) for groups in _FUNCTIONAL_GROUPS if groups in scan.elements},
    }


def derived_uid(sop_instance: str, transfer_syntax: str, quality: int) -> str:
    """The same for the same source and parameters, so that what is transcoded twice is stored once (PS3.5 B.2)."""
    from uuid import NAMESPACE_OID, uuid5

    return f"2.25.{uuid5(NAMESPACE_OID, f'{sop_instance} {transfer_syntax} {quality}').int}"


def ratio(native: int, compressed: int) -> bytes:
    """A value of Lossy Image Compression Ratio, in the room of ``RATIO_PLACE``."""
    return f"{native / max(1, compressed):.6g}".encode().ljust(len(RATIO_PLACE))


def _derived(value: bytes | None) -> bytes:
    _, *rest = (value or b"").rstrip(b" \0").split(b"\\")
    return b"\\".join((b"DERIVED", *(rest or (b"SECONDARY",))))


def _derived_frames(scan: Scan, groups: int) -> Change:
    """Functional groups with Frame Types that agree with Image Type (PS3.3 C.8.16.1)."""
    return encode_items([encode_data_set(item, _frame_types(item)) for item in scan.items(groups)])


def _frame_types(group: Scan) -> dict[int, Change]:
    """Each kind of image has a sequence of its own for Frame Type: those of one functional group that have it."""
    changes: dict[int, Change] = {}
    for tag, (vr, _, _) in group.elements.items():
        inside = list(group.items(tag)) if vr == "SQ" else []
        if any(_FRAME_TYPE in item.elements for item in inside):
            changes[tag] = encode_items([encode_data_set(item, _frame_type(item)) for item in inside])
    return changes


def _frame_type(item: Scan) -> dict[int, Change]:
    return {_FRAME_TYPE: _derived(item.raw(_FRAME_TYPE))} if _FRAME_TYPE in item.elements else {}


def _added(scan: Scan, tag: int, value: bytes) -> bytes:
    """The values that are there, and one more: one for each lossy step, in their order."""
    before = (scan.raw(tag) or b"").strip(b" \0")
    return before + b"\\" + value if before else value


def _source(scan: Scan) -> Change:
    """Source Image Sequence: the items that it has, and the instance that this one was made of."""
    reference: dict[int, Change] = {
        0x00081150: scan.raw(SOP_CLASS) or b"",
        0x00081155: scan.raw(SOP_INSTANCE) or b"",
    }
    if not source(scan.transfer_syntax).lossy:
        explicit = _explicit(scan, _SOURCE_IMAGES)
        code = encode_new(_coded(b"121320", b"Uncompressed predecessor"), explicit=explicit)
        reference[_PURPOSE] = encode_items([code])
    return _with_item(scan, _SOURCE_IMAGES, reference)


def _coded(value: bytes, meaning: bytes) -> dict[int, Change]:
    return {0x00080100: Value("SH", value), 0x00080102: Value("SH", b"DCM"), 0x00080104: Value("LO", meaning)}


def _with_item(scan: Scan, tag: int, elements: dict[int, Change]) -> Change:
    present = [encode_data_set(item, {}) for item in scan.items(tag)] if tag in scan.elements else []
    return encode_items([*present, encode_new(elements, explicit=_explicit(scan, tag))])


def _explicit(scan: Scan, tag: int) -> bool:
    """Whether the items of a sequence have explicit VR: not if it is in disguise (PS3.5 6.2.2)."""
    return scan.explicit and not (tag in scan.elements and scan.elements[tag][0] == "UN")


def _has_encapsulated_icon(scan: Scan) -> bool:
    if _ICON not in scan.elements:
        return False
    return any(PIXEL_TAGS & item.undefined_length for item in scan.items(_ICON))
