import io
import logging
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from broch.dataset import dictionary
from broch.rest.access import AccessRules
from broch.rest.app import CORE, RestOptions, assemble
from broch_hostapi import Host, RestRoutes, ServerInfo, StoreOutcome, StoreStatus
from broch_hostapi.errors import BadFile
from flask import Blueprint

OPEN = AccessRules()


class Ingest:
    """Takes whatever begins with ``DICM``."""

    def __init__(self):
        self.received: list[bytes] = []
        self.in_files = 0
        self.origins = []

    def receive(self, file, origin):
        if hasattr(file, "read"):
            self.in_files += 1
            file = file.read()
        if not bytes(file).startswith(b"DICM"):
            raise BadFile("not a DICOM file")
        self.received.append(bytes(file))
        self.origins.append(origin)
        return StoreOutcome(StoreStatus.SUCCESS, "i", "se", "st", "p", "c", "s", "u")


class Spool:
    def __init__(self):
        self.files: list[Any] = []
        self.most = 1 << 30

    def open(self):
        self.files.append(tempfile.TemporaryFile())  # noqa: SIM115
        return self.files[-1]

    def lent(self, wanted):
        return nullcontext(min(wanted, self.most))


def make_host(**services) -> Host:
    """A host that has only what a test gives it."""
    nothing: dict[str, Any] = dict.fromkeys(Host.__dataclass_fields__)
    nothing |= {
        "server": ServerInfo("Test", "0.1.0", "BROCH", 4242, 8042, "1.10.1"),
        "ingest": Ingest(),
        "spool": Spool(),
        "dictionary": dictionary,
        "configuration": {},
        "logger": logging.getLogger("test"),
        "clock": lambda: 0.0,
        "temporary_directory": Path(tempfile.gettempdir()),
    }
    return Host(**(nothing | services))


def client_of(host, *contributions, authenticate=None, authorise=None, rules=OPEN, refused=None, **options):
    """A test client of an application with these (owner, routes)."""
    app = assemble(
        contributions,
        host,
        authenticate,
        authorise,
        RestOptions(access=rules, **options),
        refused or (lambda owner, error: pytest.fail(f"{owner}: {error}")),
    )
    return app.test_client()


def core(module) -> tuple[str, RestRoutes]:
    return CORE, RestRoutes(module.__name__.rpartition(".")[2], module.blueprint)


def plugin(name, *rules, methods=("GET",), view=lambda **_: "hello") -> tuple[str, RestRoutes]:
    def make(host):
        blueprint = Blueprint(name, __name__)
        for number, rule in enumerate(rules):
            blueprint.add_url_rule(rule, f"view{number}", view, methods=methods)
        return blueprint

    return name, RestRoutes(name, make)


@pytest.fixture
def host():
    return make_host()


@pytest.fixture
def fakes():
    """The helpers above, as test modules cannot import each other."""
    return type(
        "Fakes", (), {name: staticmethod(value) for name, value in globals().items() if callable(value)} | {"io": io}
    )
