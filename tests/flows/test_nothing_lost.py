"""The server is killed again and again under parallel ingest, deletes and overwrites: what it acknowledged holds.

BROCH_KILLS says how often, BROCH_SEED how, the option --broch-database with which engine of the index.
"""

import hashlib
import http.client
import io
import json
import os
import random
import signal
import subprocess
import sys
import threading

import pydicom
import pytest
from broch.dataset.identifiers import public_ids
from broch.dataset.scan import scan_file
from broch.dimse import command as commands
from broch.dimse.negotiation import propose
from broch.dimse.pdu import AssociateRequest
from broch.dimse.upper_layer import Association
from broch_hostapi.errors import RemoteError
from pydicom.dataset import Dataset, FileMetaDataset

KILLS = int(os.environ.get("BROCH_KILLS", "20"))
pytestmark = pytest.mark.timeout(600 + 15 * KILLS)
SEED = int(os.environ.get("BROCH_SEED", "20261122"))
EXPLICIT = "1.2.840.10008.1.2.1"
CT = "1.2.840.10008.5.1.4.1.1.2"
ROOT = "1.2.826.0.1.3680043.10.1669.9"
PIXELS = 4096


class Template:
    """Tiny valid CT instances by copying bytes."""

    def __init__(self):
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = EXPLICIT
        ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = CT
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = ROOT + ".999999999"
        ds.PatientID, ds.StudyInstanceUID, ds.SeriesInstanceUID = "PATIENT99", ROOT + ".1.99", ROOT + ".2.99"
        ds.Modality = "CT"
        ds.Rows = ds.Columns = 64
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation, ds.SamplesPerPixel = 8, 8, 7, 0, 1
        ds.PhotometricInterpretation = "MONOCHROME2"
        ds.PixelData = bytes(PIXELS)
        file = io.BytesIO()
        ds.save_as(file, enforce_file_format=True)
        self.bytes = file.getvalue()

    def make(self, worker, number, rng):
        sop = f"{ROOT}.{100000000 + worker * 1000000 + number}"
        content = self.bytes.replace((ROOT + ".999999999").encode(), sop.encode())
        for text in ("PATIENT99", ROOT + ".1.99", ROOT + ".2.99"):
            content = content.replace(text.encode(), (text[:-2] + f"{10 + worker:02d}").encode())
        return Instance(worker, sop, content[:-PIXELS] + rng.randbytes(PIXELS))


class Instance:
    """Bytes to send, and under which name they will be found."""

    def __init__(self, worker, sop, content):
        ids = public_ids(f"PATIENT{10 + worker}", f"{ROOT}.1.{10 + worker}", f"{ROOT}.2.{10 + worker}", sop)
        self.sop, self.content, self.id = sop, content, ids.instance
        self.dataset = content[scan_file(content).dataset_start :]
        self.digest = hashlib.md5(self.dataset).hexdigest()


class Worker(threading.Thread):
    """Stores, overwrites and deletes until the server dies, and remembers what may be found afterwards."""

    def __init__(self, server, worker, template, known, rng):
        super().__init__(daemon=True)
        self.server, self.worker, self.template, self.rng = server, worker, template, rng
        self.known = known
        """Public id -> states that are right: digests, or None for "not there"."""
        self.acknowledged = 0
        self.touched = set()
        self.wrong = None

    def run(self):
        try:
            self.connect()
            while True:
                self.step()
        except (OSError, http.client.HTTPException, RemoteError):
            pass  # the server was killed
        except BaseException as error:
            self.wrong = error

    def step(self):
        there = [key for key, states in self.known.items() if states and None not in states]
        dice = self.rng.random()
        if dice < 0.15 and there:
            self.operate(self.rng.choice(there), None, self.delete)
            return
        if dice < 0.35 and there:
            number = self.numbers[self.rng.choice(there)]
        else:
            number = self.numbers["next"] = self.numbers.get("next", 0) + 1
        instance = self.template.make(self.worker, number, self.rng)
        self.numbers[instance.id] = number
        self.operate(instance.id, instance.digest, lambda _: self.store(instance))

    def operate(self, key, outcome, action):
        before = self.known.get(key, {None})
        self.known[key] = before | {outcome}
        self.touched.add(key)
        action(key)
        self.known[key] = {outcome}
        self.acknowledged += 1

    def delete(self, key):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.http_port, timeout=30)
        connection.request("DELETE", f"/instances/{key}")
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status


class HttpWorker(Worker):
    """Sends by POST /instances over one kept connection."""

    def connect(self):
        self.http = http.client.HTTPConnection("127.0.0.1", self.server.http_port, timeout=30)

    def store(self, instance):
        self.http.request("POST", "/instances", instance.content)
        response = self.http.getresponse()
        answer = response.read()
        assert response.status == 200, answer
        assert json.loads(answer)["Status"] == "Success"


class StowWorker(HttpWorker):
    """Sends by STOW-RS (PS3.18 10.5)."""

    def store(self, instance):
        head = b"--part\r\nContent-Type: application/dicom\r\n\r\n"
        content_type = 'multipart/related; type="application/dicom"; boundary=part'
        self.http.request(
            "POST", "/dicom-web/studies", head + instance.content + b"\r\n--part--\r\n",
            {"Content-Type": content_type, "Accept": "application/dicom+json"},
        )  # fmt: skip
        response = self.http.getresponse()
        answer = response.read()
        assert response.status == 200, answer
        assert "00081199" in json.loads(answer), answer


class DicomWorker(Worker):
    """Sends by C-STORE over one association."""

    def connect(self):
        request = AssociateRequest(called_ae="BROCH", calling_ae="KILLER", contexts=propose([(CT, [EXPLICIT])]))
        self.association = Association.request(("127.0.0.1", self.server.dicom_port), request)
        self.context = next(iter(self.association.contexts.values()))

    def store(self, instance):
        self.association.send(self.context, commands.store_request(1, CT, instance.sop), instance.dataset)
        answer = self.association.receive()
        if answer is None:
            raise ConnectionError
        assert answer.command[commands.STATUS] == 0, answer.command


def check(server, known, keys):
    for key in keys:
        status, content = server.request("GET", f"/instances/{key}/file")
        found = None if status == 404 else hashlib.md5(content[scan_file(content).dataset_start :]).hexdigest()
        assert found in known[key], f"{key}: {found} is none of {known[key]}"
        if found is not None:
            assert server.request("GET", f"/instances/{key}/attachments/dicom/md5")[1].decode() == hashlib.md5(
                content
            ).hexdigest()


WORKERS = (HttpWorker, DicomWorker, StowWorker, DicomWorker)


def fsck(server, *words):
    """Findings by kind; files that nobody knows are no fault."""
    done = subprocess.run(
        [sys.executable, "-m", "broch", "fsck", "--json", *words, server.folder / "config.json"], cwd=server.folder,
        capture_output=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    summary = json.loads(done.stdout)["summary"]
    assert set(summary) <= {"orphan"}, summary
    return summary.get("orphan", {"found": 0})["found"]


def test_killed_under_load_nothing_acknowledged_is_lost(start_server, database_options):
    rng = random.Random(SEED)
    template = Template()
    server = start_server(OverwriteInstances="Always", **database_options)
    known = [{} for _ in range(4)]
    numbers = [{} for _ in range(4)]
    acknowledged = orphans = 0
    for turn in range(KILLS):
        workers = []
        for n, kind in enumerate(WORKERS):
            worker = kind(server, n, template, known[n], random.Random(rng.random()))
            worker.numbers = numbers[n]
            workers.append(worker)
            worker.start()
        workers[0].join(0.2 + rng.random() * 0.6)
        server.stop(signal.SIGKILL)
        for worker in workers:
            worker.join(30)
            assert not worker.is_alive()
            assert worker.wrong is None, worker.wrong
            acknowledged += worker.acknowledged
        # Every second time what nobody knows is deleted: nothing that was acknowledged may be among it.
        orphans += fsck(server, *(["--repair", "--delete-orphans"] if turn % 2 else []))
        server.start()
        for worker in workers:
            check(server, worker.known, worker.touched)
            for key in worker.touched:  # what is there now is what must stay
                status, content = server.request("GET", f"/instances/{key}/file")
                worker.known[key] = {
                    None if status == 404 else hashlib.md5(content[scan_file(content).dataset_start :]).hexdigest()
                }
    everything = {key: states for part in known for key, states in part.items()}
    check(server, everything, everything)
    assert server.count() == sum(1 for states in everything.values() if states != {None})
    assert acknowledged > 50 * KILLS
    server.stop()
    fsck(server, "--repair", "--delete-orphans")
    assert fsck(server) == 0
    print(f"{KILLS} kills, {acknowledged} acknowledged operations, {len(everything)} instances, {orphans} orphans")


def test_the_template_is_a_valid_instance():
    instance = Template().make(1, 2, random.Random(1))
    ds = pydicom.dcmread(io.BytesIO(instance.content))
    ids = public_ids(ds.PatientID, ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID)
    assert (ids.instance, ds.SOPInstanceUID) == (instance.id, instance.sop)
