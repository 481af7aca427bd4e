"""The reference server and Broch get the same calls on the same data: see differential/README.md."""

import gzip
import http.client
import io
import json
import re
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.metadata import entry_points
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file

FOLDER = Path(__file__).parent / "differential"
AREAS = sorted(path.stem for path in FOLDER.glob("*.txt"))
DIFFERENCES = tomllib.loads((FOLDER / "differences.toml").read_text())

SAMPLES = {
    "ct": "CT_small.dcm",
    "mr": "MR_small.dcm",
    "plan": "rtplan.dcm",
    "dose": "rtdose.dcm",
    "j2k": "JPEG2000.dcm",
    "jpeg": "JPEG-lossy.dcm",
    "jpegcolor": "SC_rgb_jpeg_dcmtk.dcm",
    "rle": "SC_rgb_rle.dcm",
    "palette": "examples_palette.dcm",
    "rgb": "color-px.dcm",
    "report": "reportsi.dcm",
    "bigendian": "ExplVR_BigEnd.dcm",
    "deflated": "image_dfl.dcm",
    "segmentation": "liver_1frame.dcm",
    "multi": "emri_small.dcm",
    "overlay": "examples_overlay.dcm",
}
"""By the name that the tables use. Besides, ``slice1`` to ``slice3`` are a series of three."""

HEADERS = ("Content-Type", "Content-Disposition", "Content-Encoding", "Allow", "WWW-Authenticate", "Location")
TOLD = ("ETag", "Last-Modified")
"""Header fields of which it only counts whether they are there."""
BY_CHANCE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9]{8}T[0-9]{6}|2\.25\.[0-9]{20,}"
)
"""UUIDs, dates with a time, and UIDs made of UUIDs."""

OF_EACH = ("Details", "HttpPort", "DicomPort")
"""Members of answers that each server has of its own."""
UNORDERED = ("/tools/find", "/tools/lookup")
"""Routes whose answers are sets: without OrderBy, nothing is said about their order."""
SHOWN = 4
"""Differences of one call that a failure tells of."""


@dataclass(frozen=True)
class Call:
    """One line of a table."""

    text: str
    method: str
    target: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Answer:
    target: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """Media type. The reference has none in errors."""
        told = self.headers.get("content-type", "").partition(";")[0]
        return "application/json" if self.status >= 400 and self.body[:1] == b"{" else told if self.body else ""

    def shortly(self) -> str:
        if self.status >= 400 and self.kind == "application/json":
            told = json.loads(self.body)
            return f"{self.status} {told['OrthancStatus']} {told.get('Details', told['Message'])}"
        return f"{self.status} {self.kind} {self.body[:120]!r}"

    def aspects(self) -> Iterator[tuple[str, object]]:
        """What is compared, by name."""
        yield from self._fields()
        if self.kind in ("application/json", "application/dicom+json"):
            value = json.loads(self.body)
            if isinstance(value, list) and self.target.startswith(UNORDERED):
                value.sort(key=lambda member: member["ID"] if isinstance(member, dict) else member)
            yield from flattened("body", value)
        elif self.kind in ("image/png", "image/jpeg"):
            yield from pixels(self.body)
        elif self.kind == "application/zip":
            yield from members(self.body)
        else:
            yield from contents("body", self.body)

    def _fields(self) -> Iterator[tuple[str, object]]:
        yield "kind", self.kind
        for name in HEADERS:
            if name != "Content-Type" or (self.status < 400 and self.body):
                yield name, BY_CHANCE.sub("*", self.headers.get(name.lower(), ""))
        for name in TOLD:
            yield name, name.lower() in self.headers


def flattened(path, value) -> Iterator[tuple[str, object]]:
    """Each leaf of a JSON value by its path; what is no two servers' is left out."""
    if isinstance(value, dict) and value:
        for key, member in value.items():
            if key not in OF_EACH:
                yield from flattened(f"{path}.{key}", member)
    elif isinstance(value, list) and value:
        for number, member in enumerate(value):
            yield from flattened(f"{path}[{number}]", member)
    else:
        yield path, BY_CHANCE.sub("*", value) if isinstance(value, str) else value


def pixels(body) -> Iterator[tuple[str, object]]:
    from PIL import Image

    image = Image.open(io.BytesIO(body))
    yield "image", (image.format, image.mode, image.size)
    lossy = image.format == "JPEG"
    yield "pixels", (image.tobytes() if not lossy else Pixels(image.convert("L").resize((16, 16)).tobytes()))


class Pixels(bytes):
    """Equal to others that are nearly the same: two encoders of JPEG do not agree about each bit."""

    __hash__ = bytes.__hash__

    def __eq__(self, other):
        return len(self) == len(other) and all(abs(a - b) <= 4 for a, b in zip(self, other, strict=True))


def contents(name, content) -> Iterator[tuple[str, object]]:
    """What is in a file: of DICOM each element, of numpy's formats the values, of gzip what was packed."""
    if content[128:132] == b"DICM":
        yield from elements(name, content)
    elif content[:6] == b"\x93NUMPY" or content[:4] == b"PK\x03\x04":
        import numpy as np

        loaded = np.load(io.BytesIO(content))
        arrays = {"": loaded} if isinstance(loaded, np.ndarray) else {name: loaded[name] for name in loaded.files}
        for key, array in arrays.items():
            yield f"{name}.array{key}", (array.shape, array.dtype.str.lstrip("<|"), array.tobytes())
    else:
        text = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        yield name, BY_CHANCE.sub("*", text.decode("latin-1"))


def members(body) -> Iterator[tuple[str, object]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        yield "members", sorted(archive.namelist())
        for name in archive.namelist():
            yield from contents(f"member.{name}", archive.read(name))


def elements(name, file) -> Iterator[tuple[str, object]]:
    """The elements of a DICOM file, but for what each program writes as it likes: who wrote it, with which lengths."""
    ds = pydicom.dcmread(io.BytesIO(file))
    for keyword in ("FileMetaInformationGroupLength", "ImplementationClassUID", "ImplementationVersionName"):
        ds.file_meta.pop(keyword, None)
    if ds.file_meta.MediaStorageSOPClassUID == "1.2.840.10008.1.3.10":  # DICOMDIR: offsets follow from lengths
        yield f"{name}.records", [str(record.get("DirectoryRecordType")) for record in ds.DirectoryRecordSequence]
        return
    for element in (*ds.file_meta, *ds):
        yield f"{name}.{element.tag.json_key}", BY_CHANCE.sub("*", f"{element.VR} {element.value}")


def calls_of(area) -> list[Call]:
    lines = re.sub(r"\\\n\s*", "", (FOLDER / f"{area}.txt").read_text()).splitlines()
    return [parsed(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def parsed(text) -> Call:
    method, target, rest = [*text.split(None, 2), ""][:3]
    headers = {}
    while match := re.match(r"\[([A-Za-z-]+): ([^\]]*)\]\s*", rest):
        headers[match[1]] = match[2]
        rest = rest[match.end() :]
    return Call(text, method, target, headers, rest)


class Data:
    """The samples, and what placeholders stand for."""

    def __init__(self) -> None:
        self.files = {
            name: Path(get_testdata_file(file, download=False)).read_bytes() for name, file in SAMPLES.items()
        }
        for number in (1, 2, 3):
            self.files[f"slice{number}"] = one_slice(number)
        self.names: dict[str, str] = {}

    def fill(self, text) -> str:
        return re.sub(r"<([a-z0-9.]+)>", lambda match: self.names[match[1]], text)

    def body(self, text) -> bytes:
        if not text.startswith("@"):
            return self.fill(text).encode()
        kind, colon, argument = text[1:].partition(":")
        if not colon:
            return self.files[kind]
        match kind:
            case "bytes":
                return bytes.fromhex(argument)
            case "gzip":
                return gzip.compress(self.body(argument))
            case "zlib":
                return zlib.compress(self.body(argument))
            case "cut":
                return self.files[argument][:-1000]
            case "zip":
                return zipped({name: self.files[name] for name in argument.split(",") if name})
        raise ValueError(text)


def zipped(files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def one_slice(number) -> bytes:
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    ds.PatientID, ds.PatientName, ds.StudyInstanceUID, ds.SeriesInstanceUID = (
        "slices",
        "Slices^Three",
        "1.2.7",
        "1.2.7.1",
    )
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.7.1.{number}"
    ds.InstanceNumber, ds.ImagesInAcquisition = number, 3
    ds.ImagePositionPatient = [0, 0, 5 * number]
    file = io.BytesIO()
    ds.save_as(file)
    return file.getvalue()


def send(server, call, data) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=60)
    try:
        connection.request(call.method, data.fill(call.target), data.body(call.body), call.headers)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(call.target, response.status, headers, response.read())
    finally:
        connection.close()


def differing(reference: Answer, broch: Answer) -> dict[str, tuple[object, object]]:
    """Aspect to what each of the two says of it. What follows from another status or another kind is not told."""
    if reference.status != broch.status:
        return {"status": (reference.shortly(), broch.shortly())}
    if reference.kind != broch.kind:
        return {"kind": (reference.shortly(), broch.shortly())}
    theirs, ours, absent = dict(reference.aspects()), dict(broch.aspects()), "(not there)"
    return {
        name: (theirs.get(name, absent), ours.get(name, absent))
        for name in dict.fromkeys([*theirs, *ours])
        if theirs.get(name, absent) != ours.get(name, absent)
    }


def retried(start_server, *arguments, **named):
    """Start a server; once more, if another program took a port that was free just before."""
    try:
        return start_server(*arguments, **named)
    except RuntimeError as error:
        if "in use" not in str(error):
            raise
        return start_server(*arguments, **named)


@pytest.fixture
def servers(start_server):
    """The reference server and Broch, with all samples."""
    options = {"Name": "SAME", "DicomAet": "SAME", "StableAge": 3600}
    plugins = [plugin.name for plugin in entry_points(group="broch.plugins")]
    started = [
        retried(start_server, "reference", reference=True, **options),
        retried(start_server, "broch", DisabledPlugins=plugins, **options),
    ]
    data = Data()
    for name, content in data.files.items():
        stored = [server.request("POST", "/instances", content) for server in started]
        assert [status for status, _ in stored] == [200, 200], name
        answers = [json.loads(answer) for _, answer in stored]
        assert answers[0] == answers[1]
        for suffix, member in (
            ("", "ID"),
            (".series", "ParentSeries"),
            (".study", "ParentStudy"),
            (".patient", "ParentPatient"),
        ):
            data.names[name + suffix] = answers[0][member]
    return *started, data


@pytest.mark.peer("Orthanc")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("area", AREAS)
def test_same_answers(servers, area):
    reference, broch, data = servers
    known, seen, unknown = DIFFERENCES.get(area, []), set(), []
    for call in calls_of(area):
        answers = [send(server, call, data) for server in (reference, broch)]
        found = []
        for aspect, (theirs, ours) in differing(*answers).items():
            excuses = {number for number, entry in enumerate(known) if excuses_this(entry, call.text, aspect)}
            seen |= excuses
            if not excuses:
                at = same_start(str(theirs), str(ours))
                found.append(f"    {aspect}: {str(theirs)[at:]:.200} THERE, {str(ours)[at:]:.200} HERE")
        if found:
            more = [f"    and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
            unknown += ["\n".join([call.text[:200], *found[:SHOWN], *more])]
    gone = [f"not there any more: {entry}" for number, entry in enumerate(known) if number not in seen]
    if unknown or gone:
        pytest.fail("\n".join([f"{area}: {len(unknown)} calls differ", *unknown, *gone]), pytrace=False)


def same_start(one, other) -> int:
    """Where two texts begin to differ, or a little before."""
    return max(0, next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0) - 40)


def excuses_this(entry, call, aspect) -> bool:
    return any(wild(pattern, call) for pattern in entry["calls"]) and any(wild(p, aspect) for p in entry["aspects"])


def wild(pattern, text) -> bool:
    """Only ``*`` is special."""
    return fnmatchcase(text, re.sub(r"([\[?])", r"[\1]", pattern))


def test_the_differences_are_of_areas_that_there_are_and_say_why():
    assert set(DIFFERENCES) <= set(AREAS)
    for entries in DIFFERENCES.values():
        assert all(entry.keys() == {"calls", "aspects", "reason"} and entry["reason"] for entry in entries)
