"""What the node does, as text for people: which SOP classes in which role."""

from collections.abc import Iterator, Sequence
from itertools import chain

from broch.dimse import sop_classes
from broch.dimse.node_settings import NodeSettings
from broch.dimse.sop_classes import (
    QUERY_RETRIEVE_FIND,
    QUERY_RETRIEVE_GET,
    QUERY_RETRIEVE_MOVE,
    STORAGE_SOP_CLASSES,
    TRANSFER_SYNTAXES,
    Verification,
)

_SERVICES = (
    ("Verification (C-ECHO), SCP and SCU", (Verification,)),
    ("Storage (C-STORE), SCP and SCU", tuple(STORAGE_SOP_CLASSES)),
    ("Query (C-FIND), SCP", QUERY_RETRIEVE_FIND[:2]),
    ("Retrieve (C-MOVE), SCP", QUERY_RETRIEVE_MOVE[:2]),
    ("Retrieve (C-GET), SCP", QUERY_RETRIEVE_GET[:2]),
)


def statement(aet: str, settings: NodeSettings) -> str:
    """The core's services and the transfer syntaxes that are taken. Plugins may add services."""
    names = _names()
    syntaxes = [(TRANSFER_SYNTAXES[uid].name, uid) for uid in settings.accepted_syntaxes]
    services = ((title, [(names.get(uid, ""), uid) for uid in uids]) for title, uids in _SERVICES)
    return "\n".join(
        chain(
            _titled(f"DICOM conformance of {aet}", "="),
            chain.from_iterable(_section(title, rows) for title, rows in services),
            _section("Transfer syntaxes that are taken", syntaxes),
        )
    )


def _names() -> dict[str, str]:
    constants = {value: name for name, value in vars(sop_classes).items() if isinstance(value, str)}
    return constants | dict(STORAGE_SOP_CLASSES)


def _section(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from _titled(title, "-")
    width = max((len(name) for name, _ in rows), default=0)
    for name, uid in sorted(rows):
        yield f"  {name:{width}} | {uid}"
    yield ""


def _titled(title: str, line: str) -> Iterator[str]:
    yield from (title, line * len(title), "")
