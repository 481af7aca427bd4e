"""One connection to a server with Orthanc's REST interface, patient with one that is busy or away for a while."""

import http.client
import json
import random
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from broch_hostapi.errors import ConfigurationError

from broch.upload.sources import PIECE, Source

_BUSY = frozenset((429, 502, 503, 504, 507))
_LONGEST_PAUSE = 30.0
_LARGEST_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class Server:
    """Where to send to, and as whom."""

    scheme: str
    host: str
    port: int
    prefix: str
    """Path below which the REST interface is; empty or with a slash in front only."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: ssl.SSLContext | None = None
    timeout: float = 60.0

    @property
    def name(self) -> str:
        """Its URL, without secrets."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}{self.prefix}"

    def connection(self) -> http.client.HTTPConnection:
        """A new one, not connected yet."""
        if self.tls is not None:
            return http.client.HTTPSConnection(self.host, self.port, timeout=self.timeout, context=self.tls)
        return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)


@dataclass(frozen=True, slots=True)
class Address:
    """What a URL says."""

    scheme: str
    host: str
    port: int
    prefix: str
    user: str | None
    password: str | None = field(repr=False)

    def as_server(self, password: str | None, tls: ssl.SSLContext | None, timeout: float) -> Server:
        """With the password of the user, if there is one."""
        headers = {}
        if self.user is not None:
            token = b64encode(f"{self.user}:{password or ''}".encode()).decode()
            headers["Authorization"] = f"Basic {token}"
        return Server(self.scheme, self.host, self.port, self.prefix, headers, tls, timeout)


def parse_url(url: str) -> Address:
    """Take ``http[s]://[user[:password]@]host[:port][/path]`` apart. Raises ``ConfigurationError``, without the URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigurationError("is no URL", option="--url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError("should be like http://user@host:8042", option="--url")
    user, password = (unquote(text) if text is not None else None for text in (parts.username, parts.password))
    prefix = quote(parts.path.rstrip("/"), safe="/%")
    return Address(
        parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), prefix, user, password
    )


def tls_context(authority: str | None, certificate: str | None) -> ssl.SSLContext:
    """Trust this authority (PEM), else those of the system; show this certificate, with its key (PEM), if asked."""
    try:
        context = ssl.create_default_context(cafile=authority)
        if certificate:
            context.load_cert_chain(certificate)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"cannot be used: {error}", option="--ca or --certificate") from error
    return context


class GaveUp(Exception):
    """Not this object, but the server is the matter; no other object would fare better."""


class Lost(Exception):
    """The connection ended before there was an answer, again and again."""


class _Unreachable(Exception):
    pass


class _Unreadable(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says."""

    status: int
    body: bytes
    retry_after: float = 0.0

    def json(self) -> dict[str, Any]:
        """The body if it is an object, else an empty one."""
        try:
            told = json.loads(self.body)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    def reason(self) -> str:
        """What an error says, in short."""
        told = self.json()
        words = [str(told[name])[:200] for name in ("Message", "Details") if told.get(name)]
        return ": ".join([f"HTTP {self.status}", *words])


class Sender:
    """For one thread. ``retries``: how often something is tried again; pauses end when ``stopping`` is set."""

    def __init__(self, server: Server, retries: int, stopping: threading.Event) -> None:
        self._server = server
        self._retries = retries
        self._stopping = stopping
        self._connection = server.connection()

    def check(self) -> None:
        """See whether this is a server that listens to us. Raises ``GaveUp``."""
        try:
            answer = self._patiently("GET", "/system")
        except Lost as error:
            raise GaveUp(f"{self._server.name} does not answer: {error}") from error
        if answer.status in (401, 403):
            given = "Authorization" in self._server.headers
            raise GaveUp("wrong user or password" if given else "the server asks for a user: --url http://user@host")
        if answer.status != 200 or "Version" not in answer.json():
            raise GaveUp(f"{self._server.name} has no REST interface of Orthanc's kind ({answer.reason()})")

    def has(self, public_id: str) -> bool:
        """Whether the server has an instance. Raises ``GaveUp``, ``Lost``."""
        return self._patiently("GET", f"/instances/{public_id}/metadata").status == 200

    def store(self, source: Source) -> Answer:
        """Send an object. Raises ``GaveUp``, ``Lost``, and ``OSError`` if the object cannot be read."""
        return self._patiently("POST", "/instances", source)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _patiently(self, method: str, path: str, source: Source | None = None) -> Answer:
        """Try again while the server is busy, full or away, after ever longer pauses.

        Sending twice does no harm: an instance that is there already is left as it is.
        """
        for number in range(self._retries + 1):
            pause = min(_LONGEST_PAUSE, 0.5 * 2**number) * random.uniform(0.75, 1.25)
            trouble: Exception
            try:
                answer = self._once(method, path, source)
                if answer.status not in _BUSY:
                    return answer
                trouble = GaveUp(answer.reason())
                pause = max(pause, answer.retry_after)
            except _Unreachable as error:
                trouble = GaveUp(f"cannot reach {self._server.name}: {error}")
            except Lost as error:
                trouble = error
            if number == self._retries or self._stopping.wait(pause):
                break
        raise trouble

    def _once(self, method: str, path: str, source: Source | None) -> Answer:
        """A request on the connection that is there; on a new one if the server has closed that meanwhile."""
        fresh = self._connection.sock is None
        if fresh:
            self._connect()
        try:
            return self._exchange(method, path, source)
        except _Unreadable as error:
            self._connection.close()
            raise OSError(str(error)) from error
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            if fresh:
                raise Lost(f"connection lost: {error or type(error).__name__}") from error
        return self._once(method, path, source)

    def _connect(self) -> None:
        try:
            self._connection.connect()
        except (ssl.SSLCertVerificationError, socket.gaierror) as error:  # no patience mends that
            raise GaveUp(f"cannot reach {self._server.name}: {error}") from error
        except OSError as error:
            self._connection.close()
            raise _Unreachable(error.strerror or str(error)) from error

    def _exchange(self, method: str, path: str, source: Source | None) -> Answer:
        connection = self._connection
        headers, body = {**self._server.headers, "Accept": "application/json"}, None
        if source is not None:
            headers |= {"Content-Type": "application/dicom", "Content-Length": str(source.size)}
            pieces = _readable(source)
            body = pieces if source.size > PIECE else b"".join(pieces)
        early = False
        try:
            connection.request(method, self._server.prefix + path, body, headers)
        except (BrokenPipeError, ConnectionResetError):
            early = True  # it may have answered before it had all
        response = connection.getresponse()
        answer = Answer(response.status, response.read(_LARGEST_ANSWER), _seconds(response.headers["Retry-After"]))
        if early or not response.isclosed():
            connection.close()
        return answer


def _readable(source: Source) -> Iterator[bytes]:
    """Its pieces; an error of the file is not taken for one of the connection."""
    try:
        yield from source.pieces()
    except OSError as error:
        raise _Unreadable(error.strerror or str(error)) from error


def _seconds(text: str | None) -> float:
    """Of Retry-After; a minute at most, and 0 for a date."""
    return min(60.0, float(text)) if text and text.isascii() and text.isdigit() else 0.0
