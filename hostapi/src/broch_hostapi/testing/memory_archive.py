"""An archive in memory for unit tests of plugins: index, attachments, ingest, deletion and data sets in one object.

It knows what is in it, by pydicom, and nothing about speed, limits or durability.
"""

import fnmatch
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from broch_hostapi.errors import BadFile, NotFound, UnsupportedImage
from broch_hostapi.resources import (
    Attachment,
    ContentType,
    Deletion,
    FindQuery,
    LabelsConstraint,
    Level,
    Origin,
    Resource,
    Statistics,
    StoredInstance,
    StoreOutcome,
    StoreStatus,
)
from broch_hostapi.storage import Buffer

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

_UIDS = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
_MAIN = (
    ("PatientID", "PatientName", "PatientBirthDate", "PatientSex"),
    (
        "StudyInstanceUID",
        "StudyDate",
        "StudyTime",
        "StudyID",
        "StudyDescription",
        "AccessionNumber",
        "ReferringPhysicianName",
    ),
    ("SeriesInstanceUID", "Modality", "SeriesNumber", "SeriesDescription", "SeriesDate"),
    ("SOPInstanceUID", "InstanceNumber", "ImageComments"),
)
_DATE = "20200102T030405"


def public_id(*uids: str) -> str:
    """Public identifier of the resource with these identifiers from the patient down, as Orthanc makes them."""
    digest = hashlib.sha1("|".join(uids).encode("latin-1", "replace")).hexdigest()
    return "-".join(digest[start : start + 8] for start in range(0, 40, 8))


@dataclass
class MemoryDataSet:
    """``DataSet`` over pydicom."""

    ds: "FileDataset"

    @property
    def transfer_syntax(self) -> str:
        """UID."""
        return str(self.ds.file_meta.TransferSyntaxUID)

    def text(self, tag: int) -> str:
        """Values joined by a backslash."""
        element = self.ds.get(tag)
        if element is None or element.value is None:
            return ""
        return "\\".join(map(str, element.value)) if element.VM > 1 else str(element.value)

    def value(self, tag: int) -> bytes:
        """Bytes as they are, everything else as text."""
        element = self.ds.get(tag)
        return element.value if element is not None and isinstance(element.value, bytes) else self.text(tag).encode()

    def simplified(self) -> dict[str, Any]:
        """Top-level elements with a keyword, sequences and bulk data left out."""
        return {e.keyword: self.text(int(e.tag)) for e in self.ds if e.keyword and e.VR not in ("SQ", "OB", "OW", "UN")}

    def dicom_json(self, bulk_data_uri: Callable[[str], str] | None = None) -> dict[str, Any]:
        """By pydicom."""
        handler = (lambda element: bulk_data_uri(f"{element.tag:08x}")) if bulk_data_uri else None
        model: dict[str, Any] = self.ds.to_json_dict(bulk_data_element_handler=handler)
        return model

    @property
    def number_of_frames(self) -> int:
        """0 without pixel data."""
        return int(self.ds.get("NumberOfFrames") or 1) if "PixelData" in self.ds else 0

    def frame(self, index: int) -> bytes:
        """Uncompressed pixel data only."""
        if not 0 <= index < self.number_of_frames:
            raise NotFound("frame", str(index))
        if self.ds.file_meta.TransferSyntaxUID.is_compressed:
            raise UnsupportedImage("the archive in memory has no codecs")
        size = self.ds.Rows * self.ds.Columns * self.ds.SamplesPerPixel * self.ds.BitsAllocated // 8
        return bytes(self.ds.PixelData[index * size : (index + 1) * size])


@dataclass
class MemoryArchive:
    """Implements ``IndexService``, ``AttachmentService``, ``IngestService`` and ``DeletionService``."""

    ORIGIN: ClassVar[Origin] = Origin("Plugins")
    resources: dict[str, Resource] = field(default_factory=dict)
    """By public identifier, in the order of arrival."""
    files: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """Public identifier and kind to content."""
    given_labels: dict[str, set[str]] = field(default_factory=dict)
    """By public identifier; a test puts them here."""

    # IngestService

    def receive(self, file: Buffer | BinaryIO, origin: Origin = ORIGIN) -> StoreOutcome:  # noqa: ARG002
        """Parse with pydicom and keep."""
        from pydicom import dcmread
        from pydicom.errors import InvalidDicomError

        content = bytes(file) if isinstance(file, bytes | bytearray | memoryview) else file.read()
        try:
            ds = dcmread(io.BytesIO(content))
        except (InvalidDicomError, EOFError) as error:
            raise BadFile(str(error)) from error
        uids = [str(ds.get(keyword) or "") for keyword in _UIDS]
        ids = [public_id(*uids[: level + 1]) for level in Level]
        known = ids[Level.INSTANCE] in self.resources
        if not known:
            self._index(ds, uids, ids)
            self.files[ids[Level.INSTANCE], ContentType.DICOM] = content
        status = StoreStatus.ALREADY_STORED if known else StoreStatus.SUCCESS
        return StoreOutcome(status, ids[3], ids[2], ids[1], ids[0], str(ds.SOPClassUID), uids[3], uids[1])

    def receive_dataset(
        self,
        data: Buffer | BinaryIO,
        transfer_syntax: str,
        sop_class: str,
        sop_instance: str,
        origin: Origin = ORIGIN,
    ) -> StoreOutcome:
        """The same for a data set alone."""
        from pydicom.dataset import FileMetaDataset
        from pydicom.filewriter import write_file_meta_info

        meta = FileMetaDataset()
        meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID = transfer_syntax, sop_class
        meta.MediaStorageSOPInstanceUID = sop_instance
        file = io.BytesIO(b"\0" * 128 + b"DICM")
        file.seek(0, io.SEEK_END)
        write_file_meta_info(file, meta)
        file.write(data if isinstance(data, bytes | bytearray | memoryview) else data.read())
        return self.receive(file.getvalue(), origin)

    def adopt(self, locator: str, origin: Origin = ORIGIN) -> StoreOutcome:
        """Receive the file at this path."""
        try:
            return self.receive(Path(locator).read_bytes(), origin)
        except FileNotFoundError:
            raise NotFound("attachment", locator) from None

    def _index(self, ds: "FileDataset", uids: Sequence[str], ids: Sequence[str]) -> None:
        upper: dict[str, str] = {}
        for level in Level:
            tags = {
                keyword: str(ds[keyword].value) for keyword in _MAIN[level] if keyword in ds and ds[keyword].value != ""
            }
            metadata = {"TransferSyntax": str(ds.file_meta.TransferSyntaxUID), "SopClassUid": str(ds.SOPClassUID)}
            self.resources.setdefault(
                ids[level],
                Resource(
                    level,
                    ids[level],
                    uids[level],
                    ids[level - 1] if level else None,
                    tags,
                    dict(upper),
                    metadata if level is Level.INSTANCE else {},
                    False,
                    _DATE,
                ),
            )
            upper |= tags
        modality = str(ds.get("Modality") or "")
        for level in (Level.PATIENT, Level.STUDY, Level.SERIES):
            self._count(self.resources[ids[level]], modality if level is Level.STUDY else "")

    def _count(self, resource: Resource, modality: str = "") -> None:
        below = [self._below(resource, level) for level in Level]
        modalities = tuple(sorted({*resource.modalities, modality} - {""}))
        self.resources[resource.id] = replace(
            resource, studies=len(below[1]), series=len(below[2]), instances=len(below[3]), modalities=modalities
        )

    def _below(self, resource: Resource, level: Level) -> list[Resource]:
        """What is strictly below it, at a level."""
        if level <= resource.level:
            return []
        return [r for r in self.resources.values() if r.level is level and resource.id in self._path(r)]

    def _path(self, resource: Resource) -> list[str]:
        path = []
        while resource.parent:
            path.append(resource.parent)
            resource = self.resources[resource.parent]
        return path

    # IndexService

    def get(self, level: Level, public_id: str) -> Resource:
        """Raises ``NotFound``."""
        found = self.resources.get(public_id)
        if found is None or found.level is not level:
            raise NotFound(level.word.lower(), public_id)
        return found

    def level_of(self, public_id: str) -> Level:
        """Raises ``NotFound``."""
        if public_id not in self.resources:
            raise NotFound("resource", public_id)
        return self.resources[public_id].level

    def find(self, query: FindQuery) -> Iterator[Resource]:
        """Wildcards and lists of values; ranges are compared as text, and so are all values for the order."""
        found = [one for one in self.resources.values() if one.level is query.level and self._is_found(one, query)]
        for ordering in reversed(query.order_by):
            found.sort(key=lambda one: _value(one, ordering.key) or "", reverse=ordering.descending)
            found.sort(key=lambda one: _value(one, ordering.key) is None)
        return iter(found[query.since :][: query.limit or None])

    def _is_found(self, resource: Resource, query: FindQuery) -> bool:
        patterns: list[tuple[int | str, str]] = [*query.criteria.items(), *query.metadata.items()]
        return (
            (query.parent is None or query.parent in self._path(resource))
            and self._has_labels(resource, query)
            and all(_matches(_value(resource, key) or "", wanted, query.case_sensitive) for key, wanted in patterns)
        )

    def _has_labels(self, resource: Resource, query: FindQuery) -> bool:
        given, wanted = self.given_labels.get(resource.id, set()), set(query.labels)
        if query.labels_constraint is LabelsConstraint.NONE:
            return not given & wanted if wanted else not given
        if query.labels_constraint is LabelsConstraint.ANY and wanted:
            return bool(given & wanted)
        return wanted <= given

    def find_ids(self, query: FindQuery) -> Iterator[str]:
        """Of what ``find`` gives."""
        return (resource.id for resource in self.find(query))

    def children(self, level: Level, public_id: str, below: Level) -> Sequence[str]:
        """In the order of arrival."""
        return [r.id for r in self.descendants(level, public_id, below)]

    def descendants(self, level: Level, public_id: str, below: Level) -> Iterator[Resource]:
        """In the order of arrival."""
        return iter(self._below(self.get(level, public_id), below))

    def ancestors(self, level: Level, public_id: str) -> Sequence[Resource]:
        """From the parent up."""
        return [self.resources[name] for name in self._path(self.get(level, public_id))]

    def attachments(self, level: Level, public_id: str) -> Mapping[int, Attachment]:
        """By kind."""
        self.get(level, public_id)
        return {kind: self._attachment(name, kind) for name, kind in self.files if name == public_id}

    def labels(self, level: Level, public_id: str) -> Sequence[str]:
        """Those in ``given_labels``."""
        return sorted(self.given_labels.get(self.get(level, public_id).id, ()))

    def all_labels(self) -> Sequence[str]:
        """Of all resources."""
        return sorted({label for labels in self.given_labels.values() for label in labels})

    def stored_instances(self, level: Level, public_id: str) -> Iterator[StoredInstance]:
        """At or below."""
        resource = self.get(level, public_id)
        for found in [resource] if level is Level.INSTANCE else self._below(resource, Level.INSTANCE):
            yield StoredInstance(
                found.id,
                found.metadata["SopClassUid"],
                found.uid,
                found.metadata["TransferSyntax"],
                self._attachment(found.id, ContentType.DICOM),
            )

    def series_status(self, series: Resource) -> str:
        """No series says here how many instances it expects."""
        self.get(Level.SERIES, series.id)
        return "Unknown"

    def lookup(self, identifier: str) -> Sequence[tuple[Level, str]]:
        """By PatientID, UID or AccessionNumber."""
        return [
            (r.level, r.id) for r in self.resources.values() if identifier in (r.uid, r.tags.get("AccessionNumber"))
        ]

    def statistics(self, resource: tuple[Level, str] | None = None) -> Statistics:
        """Counted each time."""
        top = self.get(*resource) if resource else None
        within = [r for r in self.resources.values() if top is None or r.id == top.id or top.id in self._path(r)]
        sizes = [(kind, len(self.files[name, kind])) for name, kind in self.files if name in {r.id for r in within}]
        size, dicom = sum(s for _, s in sizes), sum(s for kind, s in sizes if kind == ContentType.DICOM)
        patients, studies, series, instances = (sum(r.level is level for r in within) for level in Level)
        return Statistics(patients, studies, series, instances, size, size, dicom, dicom)

    # AttachmentService

    def _attachment(self, name: str, kind: int) -> Attachment:
        content = self.files[name, kind]
        md5 = hashlib.md5(content).hexdigest()
        return Attachment(kind, f"{name}-{kind}", f"{name}/{kind}", len(content), md5, len(content), md5)

    def describe(self, attachment: Attachment) -> Mapping[str, Any]:  # noqa: ARG002
        """Nothing."""
        return {}

    def open(self, attachment: Attachment, start: int = 0, stop: int | None = None) -> BinaryIO:
        """Raises ``NotFound``."""
        name, _, kind = attachment.locator.partition("/")
        try:
            return io.BytesIO(self.files[name, int(kind)][start:stop])
        except KeyError:
            raise NotFound("attachment", attachment.locator) from None

    @contextmanager
    def view(self, attachment: Attachment) -> Iterator[Buffer]:
        """The whole."""
        yield self.open(attachment).read()

    def derived(self, level: Level, public_id: str, kind: int, make: Callable[[], Iterable[Buffer]]) -> Attachment:
        """Kept until a deletion; tests of invalidation need a real host."""
        self.get(level, public_id)
        if (public_id, kind) not in self.files:
            self.files[public_id, kind] = b"".join(bytes(chunk) for chunk in make())
        return self._attachment(public_id, kind)

    # DeletionService

    def delete(self, level: Level, public_id: str) -> Deletion:
        """With all below, and what is left empty above."""
        resource = self.get(level, public_id)
        path = self._path(resource)
        doomed = [resource, *(r for below in Level for r in self._below(resource, below))]
        for gone in doomed:
            self._forget(gone.id)
        for name in path:
            if not any(r.parent == name for r in self.resources.values()):
                self._forget(name)
        left = [name for name in path if name in self.resources]
        for name in left:
            self._count(self.resources[name])
        return Deletion(level, public_id, (self.resources[left[0]].level, left[0]) if left else None)

    def _forget(self, name: str) -> None:
        self.resources.pop(name, None)
        self.given_labels.pop(name, None)
        for key in [key for key in self.files if key[0] == name]:
            del self.files[key]

    # for DataSetService

    @contextmanager
    def dataset(self, public_id: str) -> Iterator[MemoryDataSet]:
        """Open the DICOM file of an instance."""
        from pydicom import dcmread

        self.get(Level.INSTANCE, public_id)
        yield MemoryDataSet(dcmread(io.BytesIO(self.files[public_id, ContentType.DICOM])))


def _value(resource: Resource, key: int | str) -> str | None:
    """Of a tag, or of a metadata by its name."""
    if isinstance(key, str):
        return resource.metadata.get(key)
    from pydicom.datadict import keyword_for_tag

    keyword = keyword_for_tag(key)
    return resource.tags.get(keyword, resource.upper.get(keyword))


def _matches(value: str, wanted: str, case_sensitive: bool) -> bool:
    if not case_sensitive:
        value, wanted = value.lower(), wanted.lower()
    pattern = wanted.replace("[", "[[]")
    alternatives = pattern.split("\\")
    return not wanted or any(fnmatch.fnmatchcase(value, alternative) for alternative in alternatives)
