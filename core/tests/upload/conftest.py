import io
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.uid import generate_uid


@pytest.fixture(scope="session")
def make_file():
    """DICOM files, each another instance of one study, of about this many bytes."""
    template = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    template.StudyInstanceUID, template.SeriesInstanceUID = generate_uid(), generate_uid()

    def make(size=0):
        template.SOPInstanceUID = template.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        template.Rows, template.Columns = (size // 2048, 1024) if size else (16, 16)
        template.PixelData = bytes(template.Rows * template.Columns * 2)
        file = io.BytesIO()
        template.save_as(file)
        return file.getvalue()

    return make


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.delenv("BROCH_UPLOAD_PASSWORD", raising=False)
    return folder


@dataclass
class Scripted:
    """An HTTP server that answers what a test wants."""

    url: str = ""
    script: list = field(default_factory=list)
    """For each POST in turn: a status, "close", or (status, object); afterwards all is stored."""
    received: list = field(default_factory=list)
    headers: list = field(default_factory=list)
    known: set = field(default_factory=set)


@pytest.fixture
def scripted():
    told = Scripted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            there = self.path == "/system" or self.path.split("/")[2] in told.known
            self.answer(200 if there else 404, {"Version": "1"})

        def do_POST(self):
            told.headers.append(dict(self.headers))
            body = self.rfile.read(int(self.headers["Content-Length"]))
            step = told.script.pop(0) if told.script else 200
            if step == "close":
                self.close_connection = True
                return
            status, value = step if isinstance(step, tuple) else (step, {"Status": "Success"})
            if status == 200:
                told.received.append(body)
            self.answer(status, value)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()
