"""Behind a proxy: who really asks, by which address, and below which prefix of the path.

What ``X-Forwarded-*`` say counts only if a proxy said it that the configuration trusts; anybody can send such fields.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

WsgiApplication = Callable[..., Iterable[bytes]]
Address = IPv4Address | IPv6Address

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
_CLAIMS = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_PROTO",
)


def bad_network(text: str) -> str | None:
    """What is wrong with an address or a network (``10.0.0.0/8``)."""
    try:
        ip_network(text, strict=False)
    except ValueError as error:
        return str(error)
    return None


def bad_prefix(text: str) -> str | None:
    """What is wrong with a prefix of paths (``/pacs``)."""
    return None if _PREFIX.fullmatch(text) else "should be a path such as /pacs"


class Proxied:
    """A WSGI application that may stand behind proxies.

    ``trusted`` are addresses and networks of proxies. ``prefix`` is taken off paths that begin with it; proxies that
    strip it themselves are as welcome.
    """

    def __init__(self, app: WsgiApplication, trusted: Sequence[str], prefix: str) -> None:
        self._app = app
        self._networks: list[IPv4Network | IPv6Network] = [ip_network(text, strict=False) for text in trusted]
        self._prefix = prefix.rstrip("/")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve a request as if it had come without proxies."""
        prefix = self._prefix
        if self._networks:
            prefix = self._believe(environ) or prefix
        if prefix:
            path: str = environ["PATH_INFO"]
            environ["SCRIPT_NAME"] = prefix
            if path == prefix:  # relative links of the page would lead astray
                start_response("301 Moved Permanently", [("Location", f"{prefix}/"), ("Content-Length", "0")])
                return ()
            if path.startswith(f"{prefix}/"):
                environ["PATH_INFO"] = path[len(prefix) :]
        return self._app(environ, start_response)

    def _believe(self, environ: dict[str, Any]) -> str:
        """Take over what a trusted proxy says, forget what anybody else does; the prefix that it names."""
        if not self._is_trusted(_address(environ.get("REMOTE_ADDR", ""))):
            for claim in _CLAIMS:
                environ.pop(claim, None)
            return ""
        environ["REMOTE_ADDR"] = self._client(environ)
        if (scheme := _last(environ, "PROTO").lower()) in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme
        if _HOST.fullmatch(host := _last(environ, "HOST")):
            environ["HTTP_HOST"] = host
        prefix = _last(environ, "PREFIX")
        return prefix.rstrip("/") if _PREFIX.fullmatch(prefix) else ""

    def _client(self, environ: dict[str, Any]) -> str:
        """The last address in the chain that is no proxy of ours: what stands before it, the client made up."""
        client: str = environ["REMOTE_ADDR"]
        for hop in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = _address(hop)
            if address is None:
                break
            client = str(address)
            if not self._is_trusted(address):
                break
        return client

    def _is_trusted(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


def _address(text: str) -> Address | None:
    text = text.strip().partition("%")[0]
    if match := re.fullmatch(r"\[([^\]]*)\](?::[0-9]+)?|([0-9.]+):[0-9]+", text):
        text = match[1] or match[2] or ""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _last(environ: dict[str, Any], name: str) -> str:
    """What the nearest proxy says."""
    told: str = environ.get(f"HTTP_X_FORWARDED_{name}", "")
    return told.rpartition(",")[2].strip()
