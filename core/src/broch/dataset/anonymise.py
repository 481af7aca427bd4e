"""Take the identity out of a data set: Basic Application Level Confidentiality Profile (PS3.15 annex E).

Only what the profile or the request names is written anew, see rewrite.py. Where the table leaves a choice, the first
of its letters counts, as in Orthanc: X removes, Z empties, D puts a dummy value, U maps the UID. X/Z/U* is a sequence
of references: it stays and its UIDs are mapped. Sequences are entered at every depth; what cannot be read is removed.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from broch_hostapi import DataSetService
from broch_hostapi.errors import BadFile, BadParameterType, ParameterOutOfRange

if TYPE_CHECKING:
    from broch.index.commit import IndexWriter
    from broch.index.transaction import Transaction

from broch import __version__
from broch.dataset.change_request import IDENTIFIERS, NO_RULES, Rules, change_of, rules_of
from broch.dataset.profiles import basic_profile
from broch.dataset.rewrite import Change, Items, Value, all_elements, encode_data_set, encode_items, rewrite
from broch.dataset.scan import Scan
from broch.dataset.tag_dictionary import STANDARD, TagDictionary

DICOM_VERSIONS = ("2008", "2017c", "2021b", "2023b")
"""What ``DicomVersion`` may name. One table, at least as strict as each of these, serves for all."""

_PATIENT_NAME, _PATIENT_ID = 0x00100010, 0x00100020
_IDENTITY_REMOVED, _METHOD = 0x00120062, 0x00120063
_SPECIFIC_CHARACTER_SET, _DEFAULT_CHARSET = 0x00080005, "ISO_IR 100"
_UIDS = tuple(tag for tag in IDENTIFIERS if tag != _PATIENT_ID)
_PRIVATE = 0x00010000
_FIRST_CURVE = 0x50000000
_OVERLAY_DATA, _OVERLAY_COMMENTS = 0x3000, 0x4000
_PADDING = 0xFFFCFFFC
_COUNTER, _NUMBERS_AT_ONCE = ("core", "anonymised"), 100
_DUMMIES = {
    "DA": b"19000101", "TM": b"000000", "DT": b"19000101000000", "AS": b"000Y", "IS": b"0", "DS": b"0",
    "PN": b"Anonymized", **dict.fromkeys(("AE", "CS", "LO", "LT", "SH", "ST", "UC", "UT"), b"ANONYMIZED"),
}  # fmt: skip


@dataclass(frozen=True)
class AnonymiseRequest:
    """What a body of Orthanc's ``/anonymize`` says about the data set itself."""

    rules: Rules
    keep_private_tags: bool = False
    private_creator: str = ""
    altered: bool = False

    @classmethod
    def from_json(cls, body: Mapping[str, Any], names: TagDictionary = STANDARD) -> "AnonymiseRequest":
        """Raises BadRequest and its kinds: BadParameterType, ParameterOutOfRange, UnknownTag."""
        version = _typed(body, "DicomVersion", str, DICOM_VERSIONS[-1])
        if version not in DICOM_VERSIONS:
            raise ParameterOutOfRange(f"Unknown specific version of the DICOM standard: {version}")
        keep_private = _typed(body, "KeepPrivateTags", bool, False)
        rules = rules_of(body, force=_typed(body, "Force", bool, False), names=names)
        altered = keep_private or any(body.get(member) for member in ("Keep", "Replace", "Remove"))
        return cls(rules, keep_private, _typed(body, "PrivateCreator", str, ""), altered)


def _typed(body: Mapping[str, Any], member: str, kind: type, default: Any) -> Any:
    value = body.get(member, default)
    if not isinstance(value, kind):
        raise BadParameterType(f'Member "{member}" should be of type {kind.__name__}')
    return value


@dataclass(frozen=True)
class Pseudonym:
    """Who the patient becomes."""

    patient_name: str
    patient_id: str

    @classmethod
    def numbered(cls, number: int) -> "Pseudonym":
        """``AnonymizedN`` with a random id."""
        return cls(f"Anonymized{number}", str(uuid4()))


def anonymise(
    scan: Scan, request: AnonymiseRequest, uid_map: MutableMapping[str, str], pseudonym: Pseudonym
) -> Iterator[bytes | memoryview]:
    """The Part 10 file of ``scan``, which must be whole, without identity.

    ``uid_map``, old to new UID, is filled; the same map for all instances of a job keeps their references. Raises
    BadFile, BadParameterType, ParameterOutOfRange, LimitExceeded: before the first bytes.
    """
    changes = _Plan(request, uid_map, pseudonym).of_file(scan)
    return rewrite(scan, changes, new_meta=True)


def method(*, altered: bool) -> str:
    """De-identification Method (0012,0063). A request that departs from the profile does not claim it."""
    return f"Broch {__version__}" if altered else f"Broch {__version__} - PS 3.15-2023b Table E.1-1 Basic Profile"


@cache
def _actions() -> dict[int, str]:
    """Tag -> X, Z, D or U, for the elements of a data set."""
    return {tag: code[0] for tag, code in basic_profile().items() if not code.endswith("*") and tag >= 0x00080000}


def _creator_of(tag: int) -> int:
    """The tag that reserves the block of a private element (PS3.5 7.8.1); 0 for every other element."""
    return tag & 0xFFFF0000 | (tag >> 8 & 0xFF) if tag & _PRIVATE and tag & 0xFF00 else 0


def _is_removed_by_group(tag: int) -> bool:
    """Curves, overlay data and comments, padding: rows of the table without a single tag."""
    group, element = tag >> 16, tag & 0xFFFF
    return (
        0x5000 <= group <= 0x50FF
        or (0x6000 <= group <= 0x60FF and element in (_OVERLAY_DATA, _OVERLAY_COMMENTS))
        or tag == _PADDING
    )


class _Plan:
    """Decides the changes to one data set and to the items in it."""

    def __init__(self, request: AnonymiseRequest, uid_map: MutableMapping[str, str], pseudonym: Pseudonym) -> None:
        self._request = request
        self._uid_map = uid_map
        self._patient: dict[int, Change] = {
            _PATIENT_NAME: pseudonym.patient_name.encode(),
            _PATIENT_ID: pseudonym.patient_id.encode(),
        }
        # As in Orthanc, what is kept in the data set is kept in its sequences too.
        self._kept_everywhere = request.rules.keep | {_creator_of(tag) for tag in request.rules.keep}

    def of_file(self, scan: Scan) -> dict[int, Change]:
        rules = self._request.rules
        for tag in _UIDS:
            old, new = scan.text(tag), rules.replace.get(tag)
            if old and isinstance(new, str):
                self._uid_map[old] = new
        for tag in self._patient.keys() & rules.replace.keys():
            self._patient[tag] = self._replacement(scan, tag, rules.replace[tag])
        changes = self._of_data_set(scan, rules)
        marks = {_IDENTITY_REMOVED: b"YES", _METHOD: method(altered=self._request.altered).encode()}
        for tag, data in (self._patient | marks).items():
            if tag not in rules.keep and tag not in rules.replace and tag not in rules.remove:
                changes[tag] = data
        return changes

    def _of_data_set(self, scan: Scan, rules: Rules) -> dict[int, Change]:
        elements, _ = all_elements(scan)
        changes: dict[int, Change] = {}
        actions = _actions()
        for tag in elements.keys() & actions.keys():
            self._act(scan, tag, actions[tag], changes)
        if not self._request.keep_private_tags:
            changes |= dict.fromkeys([tag for tag in elements if tag & _PRIVATE])
        changes |= dict.fromkeys([tag for tag in elements if tag >= _FIRST_CURVE and _is_removed_by_group(tag)])
        for tag in self._kept_everywhere | rules.keep:
            changes.pop(tag, None)
        for tag, (vr, _, _) in elements.items():
            if (vr == "SQ" or vr == "UN") and tag not in changes and not self._is_kept(tag, rules):
                self._enter(scan, tag, rules, changes)
        if rules is not NO_RULES:
            self._apply(scan, rules, changes)
        return changes

    def _act(self, scan: Scan, tag: int, action: str, changes: dict[int, Change]) -> None:
        vr = scan.elements[tag][0] if tag in scan.elements else "UN"
        if action == "X" or (vr == "SQ" and action == "U"):
            changes[tag] = None
        elif tag in self._patient:
            changes[tag] = self._patient[tag]
        elif vr == "SQ":
            changes[tag] = Items([])
        elif action == "U" or (action == "D" and vr == "UI"):
            changes[tag] = self._mapped(scan.raw(tag) or b"")
        elif action == "D":
            changes[tag] = _DUMMIES.get(vr if vr != "UN" else scan.dictionary.vr(tag), b"")
        else:
            changes[tag] = b""

    def _mapped(self, value: bytes) -> bytes:
        uids = (part.strip() for part in value.decode("latin-1").strip(" \0").split("\\"))
        return "\\".join(uid and self._new_uid(uid) for uid in uids).encode("latin-1")

    def _new_uid(self, uid: str) -> str:
        known = self._uid_map.get(uid)
        # setdefault: another thread of the same job may have been faster
        return known if known is not None else self._uid_map.setdefault(uid, f"2.25.{uuid4().int}")

    def _is_kept(self, tag: int, rules: Rules) -> bool:
        return tag in self._kept_everywhere or tag in rules.keep

    def _enter(self, scan: Scan, tag: int, rules: Rules, changes: dict[int, Change]) -> None:
        """Change the items of a sequence, one hidden under the VR UN included, if any of them needs it."""
        vr = scan.elements[tag][0] if tag in scan.elements else ""
        if vr == "UN" and scan.dictionary.vr(tag) != "SQ" and tag not in scan.undefined_length:
            return
        try:
            items = list(scan.items(tag))
        except BadFile:
            changes[tag] = None
            return
        planned = [self._of_data_set(item, rules.of_item(tag, index)) for index, item in enumerate(items)]
        if any(planned):
            pairs = zip(items, planned, strict=True)
            changes[tag] = encode_items(encode_data_set(item, wanted) for item, wanted in pairs)

    def _apply(self, scan: Scan, rules: Rules, changes: dict[int, Change]) -> None:
        """Remove, then replace, then nothing of what is kept."""
        for tag in rules.remove - rules.keep - IDENTIFIERS.keys():
            changes[tag] = None
        for tag, value in rules.replace.items():
            if tag in rules.keep:
                continue
            if isinstance(value, str) and not value.isascii() and not scan.charsets:
                changes[_SPECIFIC_CHARACTER_SET] = _DEFAULT_CHARSET.encode()
            changes[tag] = self._replacement(scan, tag, value)
            self._reserve(scan, tag, changes)

    def _replacement(self, scan: Scan, tag: int, value: Any) -> Change:
        vr = scan.elements[tag][0] if tag in scan.elements else ""
        if tag & _PRIVATE and not self._request.keep_private_tags:
            known = scan.dictionary.private(self._request.private_creator, tag)
            vr = known.vr if known else ""
        charsets = scan.charsets or (_DEFAULT_CHARSET,)
        return change_of(tag, value, charsets=charsets, explicit=scan.explicit, vr=vr, names=scan.dictionary)

    def _reserve(self, scan: Scan, tag: int, changes: dict[int, Change]) -> None:
        """Name the creator of a new private element (PS3.5 7.8.1), unless its block has one."""
        name, creator = self._request.private_creator, _creator_of(tag)
        if name and creator and changes.get(creator, scan.elements.get(creator)) is None:
            changes[creator] = Value("LO", name.encode("ascii", "replace"))


class Anonymiser:
    """Anonymises stored instances one by one: hostapi's ``TransformService``."""

    def __init__(
        self, datasets: DataSetService, writer: "IndexWriter", names: TagDictionary = STANDARD
    ) -> None:
        self._datasets = datasets
        self._names = names
        self._writer = writer
        self._numbers: Iterator[int] = iter(())
        self._lock = Lock()

    def anonymise(self, public_id: str, request: Mapping[str, Any]) -> Iterator[bytes | memoryview]:
        """The file; what is wrong with the request or the instance is raised here, not by the iterator."""
        pieces = self._stream(public_id, AnonymiseRequest.from_json(request, self._names))
        next(pieces)  # runs to where everything that can fail has been done
        return pieces

    def _stream(self, public_id: str, request: AnonymiseRequest) -> Iterator[bytes | memoryview]:
        with self._datasets.open(public_id) as dataset:
            pseudonym = Pseudonym.numbered(self._next_number())
            pieces = anonymise(dataset.scan, request, {}, pseudonym)  # type: ignore[attr-defined]
            yield b""
            yield from pieces

    def _next_number(self) -> int:
        """The counter of Orthanc's names, taken a block at a time: a commit for each would cost most."""
        with self._lock:
            number = next(self._numbers, None)
            if number is None:
                first = self._writer.submit(_reserve_numbers)
                self._numbers = iter(range(first + 1, first + _NUMBERS_AT_ONCE))
                return first
            return number


def _reserve_numbers(tx: "Transaction") -> int:
    from broch.index.state import put_state

    rows = tx.rows("SELECT value FROM state WHERE owner = ? AND name = ?", _COUNTER)
    first = int(bytes(rows[0][0])) if rows else 1
    put_state(tx, *_COUNTER, str(first + _NUMBERS_AT_ONCE).encode())
    return first
