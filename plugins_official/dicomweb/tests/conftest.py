"""A host in memory: the services that the plugin uses, over files that pydicom reads."""

import io
import logging
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import SimpleNamespace
from typing import Any

import pydicom
import pytest
from broch_dicomweb.plugin import DicomWebPlugin
from broch_dicomweb.settings import Settings
from broch_hostapi import Attachment, Level, Resource, StoredInstance, StoreOutcome, StoreStatus
from broch_hostapi import errors as api_errors
from flask import Flask, jsonify
from pydicom.data import get_testdata_file
from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword

STUDY_KEYWORDS = ("StudyDate", "StudyTime", "AccessionNumber", "StudyDescription", "StudyID", "ReferringPhysicianName")
PATIENT_KEYWORDS = ("PatientName", "PatientID", "PatientBirthDate", "PatientSex")
SERIES_KEYWORDS = ("Modality", "SeriesDescription", "SeriesNumber")
INSTANCE_KEYWORDS = ("InstanceNumber", "NumberOfFrames", "SOPInstanceUID")
STATUS = {
    api_errors.NotFound: 404, api_errors.UnsupportedMediaType: 415, api_errors.NotAcceptable: 406,
    api_errors.BadRequest: 400,
}  # fmt: skip


def texts(dataset, keywords):
    return {
        k: "\\".join(map(str, v)) if isinstance(v := dataset[k].value, list) else str(v or "")
        for k in keywords
        if k in dataset
    }


class Dictionary:
    def tag_of(self, name):
        tag = tag_for_keyword(name)
        if tag is None:
            try:
                return int(name.replace(",", "").replace("-", ""), 16) if len(name) in (8, 9) else int("x")
            except ValueError:
                raise api_errors.UnknownTag(name) from None
        return tag

    def keyword(self, tag):
        return keyword_for_tag(tag)

    def vr(self, tag):
        try:
            return dictionary_VR(tag)[:2]
        except KeyError:
            return "UN"


class DataSet:
    def __init__(self, data):
        self.dataset = pydicom.dcmread(io.BytesIO(data))
        self.transfer_syntax = str(self.dataset.file_meta.TransferSyntaxUID)

    def text(self, tag):
        value = self.dataset[tag].value if tag in self.dataset else ""
        return "\\".join(map(str, value)) if isinstance(value, pydicom.multival.MultiValue) else str(value)

    def dicom_json(self, bulk_data_uri=None):
        def handler(element):
            return bulk_data_uri(f"{element.tag:08x}")

        threshold = 1024 if bulk_data_uri else 1 << 40
        self.dataset.pop(0xFFFCFFFC, None)
        return self.dataset.to_json_dict(bulk_data_threshold=threshold, bulk_data_element_handler=handler)

    @property
    def number_of_frames(self):
        return int(self.dataset.get("NumberOfFrames", 1)) if "PixelData" in self.dataset else 0

    def frame(self, index):
        data = self.dataset.PixelData
        if self.dataset.file_meta.TransferSyntaxUID.is_encapsulated:
            from pydicom.encaps import generate_frames

            return list(generate_frames(data, number_of_frames=self.number_of_frames))[index]
        size = len(data) // self.number_of_frames
        return memoryview(data)[index * size : (index + 1) * size]


@dataclass
class Archive:
    """Everything in a dictionary: public identifiers are the UIDs joined by a bar."""

    files: dict[str, bytes] = field(default_factory=dict)
    kept: dict[tuple[str, int], bytes] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    queries: list[Any] = field(default_factory=list)
    accept: Any = None

    # ingest
    def receive(self, file, origin):
        data = file if isinstance(file, bytes) else file.read()
        try:
            parsed = DataSet(data)
        except Exception:
            raise api_errors.BadFile("not a DICOM file") from None
        ds = parsed.dataset
        if ds.PatientID == "full":
            raise api_errors.StorageFull("no room")
        public = f"{ds.StudyInstanceUID}|{ds.SeriesInstanceUID}|{ds.SOPInstanceUID}"
        study, series, _ = public.split("|")
        status = StoreStatus.ALREADY_STORED if public in self.files else StoreStatus.SUCCESS
        known = (public, f"{study}|{series}", study, "", str(ds.SOPClassUID), str(ds.SOPInstanceUID), study)
        try:
            self.accept(instance=parsed)
        except api_errors.Refused as refusal:
            return StoreOutcome(StoreStatus.FILTERED_OUT, *known, refusal.reason)
        self.files[public] = data
        self.kept = {key: value for key, value in self.kept.items() if key[0] != f"{study}|{series}"}
        return StoreOutcome(status, *known)

    # index
    def below(self, public):
        return [key for key in self.files if key == public or key.startswith(f"{public}|")]

    def get(self, level, public):
        inside = self.below(public)
        if not inside or public.count("|") != level - 1:
            raise api_errors.NotFound(level.word.lower(), public)
        ds = DataSet(self.files[inside[0]]).dataset
        per_level = (
            PATIENT_KEYWORDS,
            (*STUDY_KEYWORDS, "StudyInstanceUID"),
            (*SERIES_KEYWORDS, "SeriesInstanceUID"),
            INSTANCE_KEYWORDS,
        )
        upper = {k: v for keywords in per_level[:level] for k, v in texts(ds, keywords).items()}
        metadata = {}
        if level is Level.INSTANCE:
            metadata = {"SopClassUid": str(ds.SOPClassUID), "TransferSyntax": str(ds.file_meta.TransferSyntaxUID)}
        modalities = tuple(sorted({DataSet(self.files[one]).dataset.Modality for one in inside}))
        return Resource(
            level, public, public.split("|")[-1], public.rpartition("|")[0] or None, texts(ds, per_level[level]),
            upper, metadata, False, "", series=len({key.rpartition("|")[0] for key in inside}), instances=len(inside),
            modalities=modalities,
        )  # fmt: skip

    def level_ids(self, level):
        return list(dict.fromkeys("|".join(key.split("|")[:level]) for key in self.files))

    def lookup(self, identifier):
        return [
            (level, p)
            for level in (Level.STUDY, Level.SERIES, Level.INSTANCE)
            for p in self.level_ids(level)
            if p.split("|")[-1] == identifier
        ]

    def find(self, query):
        self.queries.append(query)
        found = [
            resource for p in self.level_ids(query.level) if self.matches(resource := self.get(query.level, p), query)
        ]
        return iter(found[query.since : query.since + query.limit if query.limit else None])

    def matches(self, resource, query):
        known = {**resource.upper, **resource.tags, "ModalitiesInStudy": "\\".join(resource.modalities)}
        return all(
            any(fnmatchcase(known.get(keyword_for_tag(tag), ""), one) for one in pattern.split("\\"))
            for tag, pattern in query.criteria.items()
        )

    def descendants(self, level, public, below):
        return (self.get(below, p) for p in self.level_ids(below) if p.startswith(f"{public}|"))

    def attachments(self, level, public):
        return {1: self.attachment(public)}

    def attachment(self, public):
        size = len(self.files[public])
        return Attachment(1, public, public, size, "", size, "")

    def stored_instances(self, level, public):
        for key in self.below(public):
            ds = DataSet(self.files[key])
            yield StoredInstance(
                key,
                str(ds.dataset.SOPClassUID),
                str(ds.dataset.SOPInstanceUID),
                ds.transfer_syntax,
                self.attachment(key),
            )

    # attachments
    def open(self, attachment, start=0, stop=None):
        return io.BytesIO(self.files[attachment.locator][start:stop])

    @contextmanager
    def view(self, attachment):
        yield memoryview(self.files[attachment.locator])

    def derived(self, level, public, kind, make):
        if (public, kind) not in self.kept:
            self.kept[public, kind] = b"".join(make())
        return io.BytesIO(self.kept[public, kind])

    # datasets
    @contextmanager
    def open_attachment(self, attachment):
        self.opened.append(attachment.locator)
        yield DataSet(self.files[attachment.locator])


@dataclass
class Server:
    archive: Archive
    client: Any
    plugin: DicomWebPlugin
    datasets: Any
    spool: Any


def make_server(settings=None):
    archive, plugin = Archive(), DicomWebPlugin(settings or Settings())
    archive.accept = plugin.accept_instance
    datasets = SimpleNamespace(
        open=lambda public: archive.open_attachment(archive.attachment(public)), open_attachment=archive.open_attachment
    )
    spool = SimpleNamespace(open=tempfile.TemporaryFile, lent=nullcontext)
    host = SimpleNamespace(
        index=archive, attachments=archive, ingest=archive, datasets=datasets, dictionary=Dictionary(),
        spool=spool, configuration={}, logger=logging.getLogger("test"),
        server=SimpleNamespace(http_port=8042),
        archive=SimpleNamespace(stream=lambda ids: iter([b"PK", ids[0].encode()])),
    )  # fmt: skip
    app = Flask("test")
    (routes,) = plugin.register_rest_routes(None)
    app.register_blueprint(routes.blueprint(host))

    @app.errorhandler(api_errors.BrochError)
    def describe(error):
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
        return jsonify(Message=str(error)), status

    return Server(archive, app.test_client(), plugin, datasets, spool)


@pytest.fixture
def server():
    return make_server()


@pytest.fixture
def server_with():
    return make_server


def file_bytes(name):
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"pydicom did not bring {name}")
    with open(path, "rb") as file:
        return file.read()


@pytest.fixture
def dicom():
    return file_bytes


@pytest.fixture
def series():
    """Several instances of one series, made of CT_small.dcm."""

    def make(count):
        ds = pydicom.dcmread(io.BytesIO(file_bytes("CT_small.dcm")))
        files = []
        for number in range(1, count + 1):
            ds.InstanceNumber = number
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
            buffer = io.BytesIO()
            ds.save_as(buffer)
            files.append(buffer.getvalue())
        return files

    return make


@pytest.fixture
def encode_parts():
    def encode(files, boundary="XX", content_type="application/dicom"):
        head = f"\r\n--{boundary}\r\nContent-Type: {content_type}\r\n\r\n".encode()
        return b"".join(head + data for data in files) + f"\r\n--{boundary}--\r\n".encode()

    return encode


@pytest.fixture
def stow(encode_parts):
    def store(server, files, path="/dicom-web/studies", **kwargs):
        headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=XX'}
        return server.client.post(path, data=encode_parts(files, **kwargs), headers=headers)

    return store
