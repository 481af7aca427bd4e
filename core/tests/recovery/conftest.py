"""A small archive with everything in it that a rebuild has to bring back, and the commands."""

import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydicom
import pytest
from broch.cli import main
from broch.config import read_configuration
from broch.host import start_host
from broch.recovery.archive import open_archive
from broch.recovery.check import seconds_of
from broch_hostapi import ContentType, Level, Origin
from click.testing import CliRunner
from pydicom.data import get_testdata_file

INSTANCES = (
    (1, 1, 1, 1), (1, 1, 1, 2), (1, 1, 2, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 1, 1, 2), (2, 1, 1, 3), (2, 1, 2, 1),
)  # fmt: skip
SENDER = Origin("DicomProtocol", "10.0.0.1", "SENDER", "BROCH")


def dicom(patient, study, series, instance, **more):
    """A DICOM file, named by small numbers."""
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    ds.PatientID, ds.PatientName = f"P{patient}", f"Doe^{patient}"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = f"1.2.{patient}.{study}", f"1.2.{patient}.{study}.{series}"
    ds.SOPInstanceUID = f"{ds.SeriesInstanceUID}.{instance}"
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.InstanceNumber = instance
    for keyword, value in more.items():
        setattr(ds, keyword, value)
    file = io.BytesIO()
    ds.save_as(file)
    return file.getvalue()


@dataclass
class Place:
    """A configuration in a folder, and what can be done with it."""

    folder: Path
    new_database: Callable[[], dict[str, Any]]
    """Options for an index that is new."""
    database: dict[str, Any] = field(default_factory=dict)

    @property
    def config(self):
        return self.folder / "broch.json"

    @property
    def index(self):
        return self.folder / "storage" / "broch.sqlite"

    def configure(self, **options):
        standard = {"HttpPort": 0, "DicomPort": 0, "StorageDirectory": str(self.folder / "storage"), "StableAge": 1}
        self.config.write_text(json.dumps(standard | self.database | options))
        return read_configuration([self.config])

    def start(self, **options):
        return start_host(self.configure(**options))

    def run(self, *words):
        """A command of the command line: exit status and standard output."""
        answer = CliRunner().invoke(main, [*map(str, words[:1]), str(self.config), *map(str, words[1:])])
        if answer.exception and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        return answer

    def fsck(self, *words):
        """Exit status, and findings by kind."""
        answer = self.run("fsck", "--json", *words)
        assert answer.stdout, answer.stderr
        report = json.loads(answer.stdout)
        assert report["whole"] == (answer.exit_code == 0)
        found = {}
        for finding in report["findings"]:
            found.setdefault(finding["kind"], []).append(finding)
        return answer.exit_code, found

    def lose_index(self):
        """There is none any more."""
        if self.database:
            self.database = self.new_database()
            self.configure()
        for file in self.index.parent.glob("broch.sqlite*"):
            file.unlink()

    def sql(self, statement, *parameters):
        """Read the index, or change it behind everybody's back."""
        with open_archive(read_configuration([self.config])) as archive:
            if statement.startswith("SELECT"):
                return archive.connection.rows(statement, parameters)
            return archive.writer.submit(lambda tx: tx.execute(statement, parameters))

    def column(self, table, name, public_id):
        """A value of a row; JSON as what it means."""
        value = self.sql(f"SELECT {name} FROM {table} WHERE public_id = ?", public_id)[0][0]
        return json.loads(value) if isinstance(value, str) and value.startswith("{") else value

    def file_of(self, public_id):
        """Where the DICOM file of an instance is."""
        sql = "SELECT locator FROM attachment JOIN instance ON owner = 4 * key + 3 WHERE kind = 1 AND public_id = ?"
        locator = self.sql(sql, public_id)[0][0]
        return self.folder / "storage" / locator

    def files(self):
        """Every file of the storage."""
        return [file for file in (self.folder / "storage").glob("[0-9a-f][0-9a-f]/*/*") if file.is_file()]


@pytest.fixture
def dicom_file():
    """Make a DICOM file: numbers of patient, study, series, instance, and elements by keyword."""
    return dicom


@pytest.fixture
def place(tmp_path, database_options, pytestconfig):
    def new_database():
        name = database_options["Database"]
        return {"Database": name, **pytestconfig.hook.pytest_broch_database(config=pytestconfig, name=name)}

    place = Place(tmp_path, new_database, database_options)
    place.configure()
    return place


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A filled archive with an index in a file, to be copied."""
    place = Place(tmp_path_factory.mktemp("template"), dict)
    return place, fill(place)


@pytest.fixture
def filled(place, request):
    """Two patients, three studies, nine instances, one of them by C-STORE; data of users at every level."""
    if place.database:
        return place, fill(place)
    made, outcomes = request.getfixturevalue("template")
    shutil.copytree(made.folder / "storage", place.folder / "storage")
    return place, outcomes


def fill(place):
    """Returns what became of each instance."""
    running = place.start()
    host = running.host
    outcomes = [
        host.ingest.receive(dicom(patient, study, series, instance), Origin("RestApi", "127.0.0.1"))
        for patient, study, series, instance in INSTANCES
    ]
    content = dicom(2, 1, 2, 2)
    dataset = content[pydicom_offset(content) :]
    ct = "1.2.840.10008.5.1.4.1.1.2"
    outcomes.append(host.ingest.receive_dataset(dataset, "1.2.840.10008.1.2.1", ct, "1.2.2.1.2.2", SENDER))
    one, two = outcomes[0], outcomes[4]
    users = host.user_data
    users.set_metadata(Level.PATIENT, one.patient, "1024", "kept")
    users.set_protected(one.patient, True)
    users.set_metadata(Level.STUDY, one.study, "1024", "first")
    users.set_metadata(Level.STUDY, one.study, "1024", "second")
    users.set_metadata(Level.STUDY, one.study, "1025", "goes")
    users.set_metadata(Level.STUDY, one.study, "1025", None)
    users.put_attachment(Level.STUDY, one.study, 1024, [b"a report ", b"in pieces"])
    users.put_attachment(Level.STUDY, one.study, 1024, [b"its next version"])
    users.put_attachment(Level.STUDY, one.study, 1030, [dicom(9, 9, 9, 9)])  # looks like an instance, but is none
    users.put_attachment(Level.SERIES, two.series, 1024, [b"goes"])
    users.delete_attachment(Level.SERIES, two.series, 1024)
    users.set_metadata(Level.INSTANCE, two.instance, "1024", "Übersicht")
    for level, public_id in zip(Level, (one.patient, one.study, one.series, two.instance), strict=True):
        users.change_labels(level, public_id, add=["kept", "goes", f"of-{level.word}"])
        users.change_labels(level, public_id, remove=["goes"])
    users.set_compression(Level.STUDY, one.study, 1024, True)
    users.set_compression(Level.INSTANCE, outcomes[7].instance, ContentType.DICOM, True)
    running.stop()
    settle(place)
    return outcomes


def settle(place):
    """Let no second have ended between the reception of an instance and the writing of its file."""
    sql = "SELECT metadata, locator FROM instance JOIN attachment ON owner = 4 * key + 3"
    for number, (metadata, locator) in enumerate(place.sql(f"{sql} WHERE kind = 1 ORDER BY key")):
        written = seconds_of(json.loads(metadata)["ReceptionDate"]) + number / 100
        os.utime(place.folder / "storage" / locator, (written, written))


def pydicom_offset(content):
    from broch.dataset.file_meta import dataset_offset

    return dataset_offset(content)
