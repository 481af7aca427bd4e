"""What is measured. Each workload gets a server with the standing data, and leaves it as it was."""

import io
import json
import struct
import zipfile
from dataclasses import dataclass

import data
from clients import Dicom, Http, measure

FIND_STUDY = "1.2.840.10008.5.1.4.1.2.2.1"
STANDING = 1_000_000
"""Numbers of the standing studies; below it are those that come and go."""


@dataclass(frozen=True)
class Sizes:
    """How much of everything. ``scale`` 1 takes a server some ten seconds a round."""

    scale: float = 1.0

    def __call__(self, count):
        return max(2, round(count * self.scale))


@dataclass(frozen=True)
class Outcome:
    """A rate, or a cost where less is better. ``client``: share of a processor that the busiest client took."""

    value: float
    client: float = 0.0


class Bench:
    """The workloads, for these sizes."""

    def __init__(self, sizes):
        self._sizes = sizes
        self._large = data.study(STANDING, sizes(100))
        self._small = [data.study(STANDING + 1 + n, 4, data.SMALL) for n in range(sizes(150))]
        self._next = 0
        self._idle = {}
        self.table = {
            "start": ("seconds until it answers", "s", self.start),
            "idle_memory": ("memory after the start (RSS)", "MB", self.idle_memory),
            "upload_1": ("POST /instances, CT, 1 client", "instances/s", lambda s: self._upload(s, 1)),
            "upload_4": ("POST /instances, CT, 4 clients", "instances/s", lambda s: self._upload(s, 4)),
            "cstore_1": ("C-STORE, CT, 1 association", "instances/s", lambda s: self._cstore(s, 1)),
            "cstore_4": ("C-STORE, CT, 4 associations", "instances/s", lambda s: self._cstore(s, 4)),
            "gets_1": ("GET of a patient, study, series, instance; 1 client", "answers/s", lambda s: self._gets(s, 1)),
            "gets_4": ("the same, 4 clients", "answers/s", lambda s: self._gets(s, 4)),
            "tags": ("GET simplified-tags", "answers/s", self.tags),
            "find_rest": ("POST /tools/find, name with *, expanded", "answers/s", self.find_rest),
            "cfind": ("C-FIND of studies, name with *", "matches/s", self.cfind),
            "qido": ("GET /dicom-web/studies, name with *", "answers/s", self.qido),
            "preview": ("GET preview, PNG of 512 x 512", "images/s", self.preview),
            "archive": ("GET archive of a CT study, ZIP", "MB/s", self.archive),
        }
        self.less_is_better = frozenset(("start", "idle_memory"))

    def load(self, server):
        """Store the standing data."""
        http = Http(server.http_port)
        for instance in [*self._large, *(one for study in self._small for one in study)]:
            http.send(http.request("POST", "/instances", instance.file))
        http.close()
        wanted = len(self._large) + 4 * len(self._small)
        if server.count() != wanted:
            raise RuntimeError(f"{server.name} has {server.count()} instances of {wanted}")

    def start(self, server):
        """A second server of the kind, on a folder of its own."""
        again = server.twin()
        try:
            seconds = again.start()
            self._idle[server.name] = again.memory()
            return Outcome(seconds)
        finally:
            again.stop()

    def idle_memory(self, server):
        """Of the server that ``start`` has started; that is not done twice in a round."""
        if server.name not in self._idle:
            self.start(server)
        return Outcome(self._idle.pop(server.name))

    def _new_studies(self, clients):
        """A study for each client; never the same one twice."""
        self._next += clients
        count = max(1, self._sizes(80) // clients)
        return [data.study(self._next + client, count) for client in range(clients)]

    def _stored(self, server, studies, prepare, run):
        """Measure, see that all came, and take it away again."""
        before, count = server.count(), sum(map(len, studies))
        told = measure(len(studies), prepare, run)
        if server.count() != before + count:
            raise RuntimeError(f"{server.name} acknowledged {count} instances and has {server.count() - before}")
        http = Http(server.http_port)
        for study in studies:
            http.send(http.request("DELETE", f"/patients/{study[0].ids.patient}"))
        http.close()
        return Outcome(count / told.seconds, told.client_share)

    def _upload(self, server, clients):
        studies = self._new_studies(clients)

        def prepare(number):
            http = Http(server.http_port)
            http.get("/system")
            return http, [http.request("POST", "/instances", instance.file) for instance in studies[number]]

        return self._stored(server, studies, prepare, send_all)

    def _cstore(self, server, clients):
        from broch.dimse.command import store_request

        studies = self._new_studies(clients)

        def prepare(number):
            messages = [
                (store_request(n % 65535 + 1, data.CT_STORAGE, one.sop_uid), one.dataset)
                for n, one in enumerate(studies[number])
            ]
            return Dicom(server, data.CT_STORAGE), messages

        def run(prepared):
            association, messages = prepared
            for command, dataset in messages:
                association.exchange(command, dataset)
            association.close()

        return self._stored(server, studies, prepare, run)

    def _paths(self, server, clients, paths, headers=""):
        """Answers a second to these GETs."""

        def prepare(_number):
            http = Http(server.http_port)
            http.get("/system")
            return http, [http.request("GET", path, headers=headers) for path in paths]

        told = measure(clients, prepare, send_all)
        return Outcome(clients * len(paths) / told.seconds, told.client_share)

    def _gets(self, server, clients):
        ids = [self._small[n % len(self._small)][n % 4].ids for n in range(self._sizes(150))]
        levels = ("patient", "study", "series", "instance")
        plurals = ("patients", "studies", "series", "instances")
        paths = [f"/{plural}/{getattr(i, level)}" for i in ids for level, plural in zip(levels, plurals, strict=True)]
        return self._paths(server, clients, paths)

    def tags(self, server):
        instances = [one for study in self._small for one in study][: self._sizes(400)]
        return self._paths(server, 1, [f"/instances/{one.ids.instance}/simplified-tags" for one in instances])

    def find_rest(self, server):
        def prepare(_number):
            http = Http(server.http_port)
            http.get("/system")
            bodies = [{"Level": "Study", "Query": {"PatientName": name}, "Expand": True} for name in self._names()]
            return http, [http.request("POST", "/tools/find", json.dumps(body).encode()) for body in bodies]

        told = measure(1, prepare, send_all)
        return Outcome(self._sizes(150) / told.seconds, told.client_share)

    def _names(self):
        """Each is the name of up to ten patients."""
        studies = [self._small[n * 10 % len(self._small)] for n in range(self._sizes(150))]
        return [f"BENCH^N{study[0].patient_id[5:-1]}*" for study in studies]

    def cfind(self, server):
        from broch.dimse.command import find_request

        matches = 0

        def prepare(_number):
            return Dicom(server, FIND_STUDY), [query(name) for name in self._names()]

        def run(prepared):
            nonlocal matches
            association, queries = prepared
            for number, identifier in enumerate(queries):
                matches += association.exchange(find_request(number % 65535 + 1, FIND_STUDY), identifier)
            association.close()

        told = measure(1, prepare, run)
        return Outcome(matches / told.seconds, told.client_share)

    def qido(self, server):
        if not server.serves("/dicom-web/studies?limit=1"):
            return None
        paths = [f"/dicom-web/studies?PatientName={name}" for name in self._names()]
        return self._paths(server, 1, paths, "Accept: application/dicom+json\r\n")

    def preview(self, server):
        instances = self._large[: self._sizes(20)]
        return self._paths(server, 1, [f"/instances/{one.ids.instance}/preview" for one in instances])

    def archive(self, server):
        path = f"/studies/{self._large[0].ids.study}/archive"
        with zipfile.ZipFile(io.BytesIO(Http(server.http_port).get(path))) as found:
            if len(found.namelist()) != len(self._large):
                raise RuntimeError(
                    f"{server.name}: {len(found.namelist())} files in the archive, not {len(self._large)}"
                )
        told = self._paths(server, 1, [path] * 2)
        return Outcome(told.value * sum(len(one.file) for one in self._large) / 1e6, told.client)


def send_all(prepared):
    http, requests = prepared
    for request in requests:
        http.send(request)
    http.close()


def query(name):
    """An identifier in explicit VR little endian, at the level of studies."""
    wanted = [
        (0x0008, 0x0020, b"DA", ""), (0x0008, 0x0050, b"SH", ""), (0x0008, 0x0052, b"CS", "STUDY"),
        (0x0008, 0x0061, b"CS", ""), (0x0008, 0x1030, b"LO", ""), (0x0010, 0x0010, b"PN", name),
        (0x0010, 0x0020, b"LO", ""), (0x0020, 0x000D, b"UI", ""), (0x0020, 0x1208, b"IS", ""),
    ]  # fmt: skip
    return b"".join(_element(group, element, vr, text) for group, element, vr, text in wanted)


def _element(group, element, vr, text):
    value = (text + " " * (len(text) % 2)).encode()
    return struct.pack("<HH2sH", group, element, vr, len(value)) + value
