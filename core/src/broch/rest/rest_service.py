"""The server's own REST interface, called in process: hostapi's ``RestService``."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from broch_hostapi.errors import BrochError
from broch_hostapi.rest import Answer, Principal

from broch.rest.access import PRINCIPAL, SERVER


class RestCalls:
    """``app`` is given once there is one."""

    app: Callable[..., Iterable[bytes]] | None = None

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        principal: Principal | None = None,
    ) -> Answer:
        """Run a request through the whole application, without a socket; as the server itself if nobody is named."""
        if self.app is None:
            raise BrochError("the REST interface is not there yet")
        started: list[tuple[int, dict[str, str]]] = []

        def start(status: str, answered: list[tuple[str, str]], exc_info: Any = None) -> None:  # noqa: ARG001
            started.append((int(status[:3]), dict(answered)))

        pieces = self.app(_environ(method, path, body, headers or {}, principal or SERVER), start)
        try:
            content = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        status, answered = started[-1]
        return Answer(status, answered, content)


def _environ(method: str, path: str, body: bytes, headers: Mapping[str, str], principal: Principal) -> dict[str, Any]:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method.upper(),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": principal.remote_ip,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        PRINCIPAL: principal,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ
