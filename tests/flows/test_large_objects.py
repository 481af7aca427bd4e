"""Large instances come in and go out by every way, unchanged, and the server does not grow with them.

``BROCH_LARGE`` is their size in bytes: above 2147483648 they pass the limit of signed 32-bit numbers, above 4294967296
(of which a single value can only have so much) also that of ZIP without Zip64. The usual run takes smaller ones.
"""

import hashlib
import http.client
import json
import os
import random
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from struct import pack

import pytest
from broch.dimse import command as commands
from broch.dimse.negotiation import propose
from broch.dimse.pdu import AssociateRequest
from broch.dimse.upper_layer import Association, Limits
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, JPEGBaseline8Bit

pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform != "linux", reason="reads peak memory from /proc"),
]
SIZE = int(os.environ.get("BROCH_LARGE", 200_000_000)) & ~1
MOST = 300_000_000 if SIZE > 1 << 31 else 150_000_000
"""Bytes of memory that the server may have at its peak."""
CT = "1.2.840.10008.5.1.4.1.1.2"
GET_STUDY = "1.2.840.10008.5.1.4.1.2.2.3"
MOVE_STUDY = "1.2.840.10008.5.1.4.1.2.2.2"
IMPLICIT = "1.2.840.10008.1.2"
ROOT = "1.2.826.0.1.3680043.10.1669.77"
PIECE = 1 << 20


class Large:
    """A file on disk, mostly holes, with its checksums."""

    def __init__(self, path, number, syntax):
        self.path, self.syntax = path, syntax
        self.study, self.sop = f"{ROOT}.{number}.1", f"{ROOT}.{number}.3"
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = syntax
        ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = CT
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = self.sop
        ds.PatientID, ds.StudyInstanceUID, ds.SeriesInstanceUID = "LARGE", self.study, f"{ROOT}.{number}.2"
        ds.Modality = "CT"
        ds.save_as(path, enforce_file_format=True)
        head = path.read_bytes()
        self.offset = 144 + int.from_bytes(head[140:144], "little")
        with path.open("r+b") as file:
            file.seek(0, 2)
            (native if syntax == ExplicitVRLittleEndian else encapsulated)(file)
            self.size = file.tell()
        self.md5, self.data_set_md5 = digest(path), digest(path, self.offset)


def native(file):
    """One value, with something other than zeros every some megabytes, and at its end."""
    size = min(SIZE, 0xFFFFFFF0)
    file.write(pack("<HH2sHI", 0x7FE0, 0x0010, b"OW", 0, size))
    start, rng = file.tell(), random.Random(1)
    file.truncate(start + size)
    for at in range(0, size - 4096, size // 40):
        file.seek(start + at)
        file.write(rng.randbytes(4096))
    file.seek(start + size - 4)
    file.write(b"END.")


def encapsulated(file):
    """Many fragments (PS3.5 A.4)."""
    file.write(pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, 0xFFFFFFFF) + pack("<HHI", 0xFFFE, 0xE000, 0))
    fragment, rng = 100_000, random.Random(2)
    for _ in range(SIZE // fragment):
        file.write(pack("<HHI", 0xFFFE, 0xE000, fragment) + rng.randbytes(16))
        file.seek(fragment - 16, 1)
    file.write(pack("<HHI", 0xFFFE, 0xE0DD, 0))


def digest(path, start=0):
    md5 = hashlib.md5()
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(PIECE):
            md5.update(piece)
    return md5.hexdigest()


@pytest.fixture(scope="module", params=[ExplicitVRLittleEndian, JPEGBaseline8Bit], ids=["native", "encapsulated"])
def large(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "large.dcm"
    yield Large(path, 1 if request.param == ExplicitVRLittleEndian else 2, request.param)
    path.unlink()


class Memory:
    """Peak memory of a server."""

    def __init__(self, server):
        self._folder = Path(f"/proc/{server.process.pid}")

    def check(self, what):
        """Below what is allowed; what comes next is measured anew."""
        peak = next(
            int(line.split()[1]) * 1024
            for line in (self._folder / "status").read_text().splitlines()
            if line.startswith("VmHWM")
        )
        print(f"{what}: at most {peak / 1e6:.0f} MB")
        assert peak < MOST, f"{what}: {peak / 1e6:.0f} MB"
        (self._folder / "clear_refs").write_text("5")


def post(server, large, *, chunked):
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=900)
    with closing(connection), large.path.open("rb", buffering=PIECE) as file:
        connection.blocksize = PIECE
        if chunked:
            connection.request("POST", "/instances", iter(lambda: file.read(PIECE), b""), encode_chunked=True,
                               headers={"Transfer-Encoding": "chunked"})  # fmt: skip
        else:
            connection.request("POST", "/instances", file, {"Content-Length": str(large.size)})
        response = connection.getresponse()
        answer = response.read()
    assert response.status == 200, answer
    assert json.loads(answer)["Status"] == "Success"
    return json.loads(answer)["ID"]


def associate(server, contexts, roles=None):
    request = AssociateRequest(called_ae=server.aet, calling_ae="LARGE", contexts=propose(contexts), roles=roles or {})
    return Association.request(("127.0.0.1", server.dicom_port), request, Limits(timeout=900.0))


def c_store(server, large):
    with associate(server, [(CT, [large.syntax])]) as association, large.path.open("rb") as file:
        file.seek(large.offset)
        context = next(iter(association.contexts.values()))
        association.send(context, commands.store_request(1, CT, large.sop), file)
        assert association.receive().command[commands.STATUS] == 0


def download(server, path, target):
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=900)
    with closing(connection), target.open("wb") as file:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, response.read(1000)
        while piece := response.read(PIECE):
            file.write(piece)
    return target


def identifier(large):
    uid = large.study.encode()
    return pack("<HHI", 8, 0x52, 6) + b"STUDY " + pack("<HHI", 0x20, 0x0D, len(uid) + len(uid) % 2) + uid.ljust(
        len(uid) + len(uid) % 2, b"\0"
    )  # fmt: skip


def c_get(server, large):
    """MD5 of the data set that comes."""
    contexts = [(GET_STUDY, [IMPLICIT]), (CT, [large.syntax])]
    with associate(server, contexts, {CT: (False, True)}) as association:
        by_class = {context.abstract_syntax: context for context in association.contexts.values()}
        association.send(by_class[GET_STUDY], commands.get_request(1, GET_STUDY), identifier(large))
        found = None
        while True:
            message = association.receive()
            command = message.command
            if command[commands.COMMAND_FIELD] == commands.C_STORE_RQ:
                md5 = hashlib.md5()
                while piece := message.data.read(PIECE):
                    md5.update(piece)
                message.close()
                found = md5.hexdigest()
                answer = commands.store_response(command[commands.MESSAGE_ID], CT, large.sop)
                association.send(message.context, answer)
            elif command[commands.STATUS] & 0xFF00 != 0xFF00:
                assert command[commands.STATUS] == 0
                break
    return found


def c_move(server, large, destination):
    with associate(server, [(MOVE_STUDY, [IMPLICIT])]) as association:
        context = next(iter(association.contexts.values()))
        association.send(context, commands.move_request(1, MOVE_STUDY, destination), identifier(large))
        while (message := association.receive()).command[commands.STATUS] & 0xFF00 == 0xFF00:
            pass
        assert message.command[commands.STATUS] == 0, message.command


def digest_behind_meta(path):
    with path.open("rb") as file:
        head = file.read(144)
    return digest(path, 144 + int.from_bytes(head[140:144], "little"))


def data_set_of_the_part(response):
    """MD5 of the data set in a multipart answer with one part."""
    assert response.status == 200, response.read(1000)
    length = 0
    while (line := response.readline()) != b"\r\n" or not length:  # an empty line stands before the part, too
        if line.startswith(b"Content-Length: "):
            length = int(line.split()[1])
    head = response.read(144)
    start = 144 + int.from_bytes(head[140:144], "little")
    response.read(start - 144)
    md5, left = hashlib.md5(), length - start
    while left and (piece := response.read(min(PIECE, left))):
        md5.update(piece)
        left -= len(piece)
    return md5.hexdigest()


def test_in_and_out(start_server, large, tmp_path):
    sink = start_server("SINK")
    server = start_server(DicomModalities={"sink": ["SINK", "127.0.0.1", sink.dicom_port]}, OverwriteInstances="Always")
    memory, sink_memory = Memory(server), Memory(sink)
    target = tmp_path / "got"

    for chunked in (False, True):
        public_id = post(server, large, chunked=chunked)
        memory.check(f"POST, {chunked=}")
        assert server.request("GET", f"/instances/{public_id}/attachments/dicom/md5")[1].decode() == large.md5
        server.request("DELETE", f"/instances/{public_id}")
    c_store(server, large)
    memory.check("C-STORE")
    assert server.get("/statistics")["TotalDiskSize"] == str(server.get(f"/instances/{public_id}")["FileSize"])
    assert server.get(f"/instances/{public_id}")["FileSize"] >= large.size - 300

    download(server, f"/instances/{public_id}/file", target)
    memory.check("GET /file")
    assert digest_behind_meta(target) == large.data_set_md5
    (study,) = server.get("/studies")
    download(server, f"/studies/{study}/archive", target)
    memory.check("GET /archive")
    with zipfile.ZipFile(target) as archive:
        (name,) = archive.namelist()
        assert archive.getinfo(name).file_size == server.get(f"/instances/{public_id}")["FileSize"]
        unpacked = Path(archive.extract(name, tmp_path))
    assert digest_behind_meta(unpacked) == large.data_set_md5
    unpacked.unlink()
    with closing(http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=900)) as connection:
        accept = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
        connection.request("GET", f"/dicom-web/studies/{large.study}", headers=accept)
        assert data_set_of_the_part(connection.getresponse()) == large.data_set_md5
    memory.check("WADO-RS")
    assert server.get(f"/instances/{public_id}/simplified-tags")["PatientID"] == "LARGE"
    memory.check("GET /simplified-tags")

    assert c_get(server, large) == large.data_set_md5
    memory.check("C-GET")
    c_move(server, large, "SINK")
    memory.check("C-MOVE")
    sink_memory.check("C-STORE of a C-MOVE")
    assert digest_behind_meta(download(sink, f"/instances/{public_id}/file", target)) == large.data_set_md5
    target.unlink()
