"""Clients that cost little: requests are made before the clock starts, and each client is a process of its own."""

import multiprocessing
import socket
import time
from dataclasses import dataclass

FORK = multiprocessing.get_context("fork")


class Http:
    """One kept connection to this machine; errors of the server are exceptions."""

    def __init__(self, port):
        self._port = port
        self._socket = None

    def request(self, method, path, body=b"", headers=""):
        """The bytes of a request."""
        length = f"Content-Length: {len(body)}\r\n" if method in ("POST", "PUT") else ""
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{length}{headers}\r\n".encode() + body

    def get(self, path):
        return self.send(self.request("GET", path))

    def send(self, request):
        """Send it, and give the body of the answer. A connection that the server has closed meanwhile is made again."""
        if self._socket is not None:
            try:
                self._socket.sendall(request)
                return self._answer()
            except ConnectionError:
                self.close()
        self._socket = socket.create_connection(("127.0.0.1", self._port), 60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        return self._answer()

    def _answer(self):
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head = data[:end].decode("latin-1").lower()
        del data[: end + 4]
        if "\r\ntransfer-encoding: chunked" in head:
            body = self._chunks(data)
        elif "\r\ncontent-length:" in head:
            body = self._exactly(data, int(head.partition("\r\ncontent-length:")[2].partition("\r\n")[0]))
        else:
            body = self._all(data)
        if "\r\nconnection: close" in head:
            self.close()
        status = int(head.split(" ", 2)[1])
        if status != 200:
            raise RuntimeError(f"HTTP {status}: {bytes(body[:300])!r}")
        return body

    def _exactly(self, data, length):
        while len(data) < length:
            data += self._receive()
        return data

    def _all(self, data):
        while piece := self._socket.recv(1 << 18):
            data += piece
        self.close()
        return data

    def _chunks(self, data):
        body, at = bytearray(), 0
        while True:
            while (end := data.find(b"\r\n", at)) < 0:
                data += self._receive()
            size = int(data[at:end].partition(b";")[0], 16)
            self._exactly(data, end + 2 + size + 2)
            if not size:
                return body
            body += data[end + 2 : end + 2 + size]
            del data[: end + 2 + size + 2]

    def _receive(self):
        piece = self._socket.recv(1 << 18)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        return piece

    def close(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Dicom:
    """One association, over Broch's upper layer."""

    def __init__(self, server, sop_class, transfer_syntax="1.2.840.10008.1.2.1"):
        from broch.dimse.negotiation import propose
        from broch.dimse.pdu import AssociateRequest
        from broch.dimse.upper_layer import Association, Limits

        wanted = AssociateRequest(
            called_ae=server.aet, calling_ae="BENCHMARK", contexts=propose([(sop_class, [transfer_syntax])])
        )
        limits = Limits(artim=60, timeout=60)
        self._association = Association.request(("127.0.0.1", server.dicom_port), wanted, limits, connect_timeout=10)
        (self._context,) = self._association.contexts.values()

    def exchange(self, command, data):
        """Send a request, and give the number of pending responses before the last one, which has to be success."""
        self._association.send(self._context, command, data)
        pending = 0
        while (status := self._association.receive().command[0x0900]) >> 8 == 0xFF:
            pending += 1
        if status:
            raise RuntimeError(f"DIMSE status {status:04X}")
        return pending

    def close(self):
        self._association.release()


@dataclass(frozen=True)
class Measured:
    """What several clients did together."""

    seconds: float
    client_share: float
    """Of one processor, that the busiest client took: near 1, it is the client that was measured."""


def measure(clients, prepare, run):
    """Let processes ``prepare(number)``, wait for each other, and ``run`` what they prepared."""
    if clients == 1:
        return _measured([_timed(prepare(0), run)])
    barrier, results = FORK.Barrier(clients), FORK.SimpleQueue()
    processes = [FORK.Process(target=_client, args=(n, prepare, run, barrier, results)) for n in range(clients)]
    for process in processes:
        process.start()
    told = [results.get() for _ in processes]
    for process in processes:
        process.join()
    for failure in (one for one in told if isinstance(one, str)):
        raise RuntimeError(failure)
    return _measured(told)


def _client(number, prepare, run, barrier, results):
    try:
        prepared = prepare(number)
        barrier.wait(120)
        results.put(_timed(prepared, run))
    except Exception as error:  # noqa: BLE001 - whatever it is, the others must not wait
        barrier.abort()
        results.put(f"{type(error).__name__}: {error}")


def _timed(prepared, run):
    begin, used = time.monotonic(), time.process_time()
    run(prepared)
    return begin, time.monotonic(), time.process_time() - used


def _measured(told):
    seconds = max(end for _, end, _ in told) - min(begin for begin, _, _ in told)
    return Measured(seconds, max(used / (end - begin) for begin, end, used in told))
