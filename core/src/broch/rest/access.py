"""Who may make a request: remote callers, ``RegisteredUsers``, and what plugins say."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl

from broch_hostapi.errors import Unauthorized
from broch_hostapi.rest import Principal, RequestInfo

from broch.passwords import PLAIN_TEXT, is_hash
from broch.rest.sign_in import SignIn

logger = logging.getLogger(__name__)

PRINCIPAL = "broch.principal"
"""Key of a WSGI environment: who makes the request. No header of a client can become such a key."""

SERVER = Principal(name="", attributes={"server": True})
"""The server itself, when it calls its own routes."""

Authenticate = Callable[[RequestInfo], Principal | None]
Authorise = Callable[[RequestInfo, Principal], None]


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What the configuration says (``RemoteAccessAllowed``, ``AuthenticationEnabled``, ``RegisteredUsers``)."""

    remote_access: bool = False
    authentication: bool = False
    users: Mapping[str, str] = field(default_factory=dict, repr=False)


class Gatekeeper:
    """Decides about each request.

    ``authenticate`` and ``authorise`` ask the plugins; None where no plugin has a say, which spares much work.
    """

    def __init__(self, rules: AccessRules, authenticate: Authenticate | None, authorise: Authorise | None) -> None:
        self._rules = rules
        self._authenticate = authenticate
        self._authorise = authorise
        self._sign_in = SignIn(rules.users)
        for name, stored in rules.users.items():
            if rules.authentication and not is_hash(stored):
                logger.warning(PLAIN_TEXT, name)

    def admit(self, environ: Mapping[str, Any]) -> Principal:
        """Who it is. Raises ``Unauthorized`` or ``Refused``."""
        principal: Principal | None = environ.get(PRINCIPAL)
        if principal is SERVER:
            return principal
        remote = environ.get("REMOTE_ADDR", "")
        if principal is None and not self._rules.remote_access and not is_local(remote):
            raise Unauthorized("remote access is not allowed")
        if principal is None and self._authenticate is None and not self._rules.authentication:
            principal = Principal("", remote)
        if principal is not None and self._authorise is None:
            return principal
        return self._ask(environ, remote, principal)

    def _ask(self, environ: Mapping[str, Any], remote: str, principal: Principal | None) -> Principal:
        request = describe(environ)
        if principal is None and self._authenticate is not None:
            principal = self._authenticate(request)
        if principal is None:
            principal = self._registered(environ.get("HTTP_AUTHORIZATION", ""), remote)
        if self._authorise is not None:
            self._authorise(request, principal)
        return principal

    def _registered(self, authorization: str, remote: str) -> Principal:
        if not self._rules.authentication:
            return Principal("", remote)
        return Principal(self._sign_in.user(authorization, remote), remote)


def is_local(remote: str) -> bool:
    """Whether an address is the machine's own. An empty one is a call without a socket."""
    if remote in ("127.0.0.1", ""):
        return True
    try:
        address = ip_address(remote.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def describe(environ: Mapping[str, Any]) -> RequestInfo:
    """A request as plugins see it."""
    headers = {key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")}
    for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if key in environ:
            headers[key.replace("_", "-").lower()] = environ[key]
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    query = dict(reversed(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)))
    return RequestInfo(environ["REQUEST_METHOD"], path, headers, query, environ.get("REMOTE_ADDR", ""))
