"""The REST interface, as plugins see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from flask import Blueprint

    from broch_hostapi.host import Host

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request. ``name`` is empty for an anonymous caller."""

    name: str = ""
    remote_ip: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """What the plugin that authenticated the caller wants to find again (roles, tokens' scopes)."""


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """A request as the interventions see it. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    remote_ip: str


@dataclass(frozen=True, slots=True)
class RestRoutes:
    """Contribution: a Flask blueprint, made once when the host is there.

    Two contributions that own one route and method are refused, naming both; so are two blueprints of one name.
    """

    name: str
    blueprint: Callable[["Host"], "Blueprint"]
    root_uri: str = ""
    """Where a person may look: shown as ``RootUri`` in ``/plugins/{id}``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``Host.rest.call`` gives back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RestService(Protocol):
    """The server's own REST interface, called in process."""

    def call(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
        principal: Principal | None = None,
    ) -> Answer:
        """Run a request through the whole application, without a socket.

        As the server itself if no principal is given.
        """
        ...


@dataclass(frozen=True, slots=True)
class Operation:
    """What the OpenAPI description says of a view (OpenAPI 3.1, Operation Object)."""

    summary: str
    tags: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    """Query parameter to description."""
    body: Mapping[str, Any] | None = None
    """Media type to schema."""
    responses: Mapping[int, Any] = field(default_factory=dict)
    """Status to (media type to schema)."""


def operation(
    summary: str,
    *,
    tags: tuple[str, ...] = (),
    query: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
    responses: Mapping[int, Any] | None = None,
) -> Callable[[F], F]:
    """Describe a view for ``/openapi.json``. Views without it are listed by their docstring's first line."""

    def describe(view: F) -> F:
        view.__broch_operation__ = Operation(summary, tags, query or {}, body, responses or {})  # type: ignore[attr-defined]
        return view

    return describe
