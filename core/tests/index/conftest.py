"""An index in a temporary folder, and instances to put in it."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import md5
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from broch.builtin import CorePlugin
from broch.config import read_configuration
from broch.dataset.identifiers import public_ids
from broch.host import chosen_database
from broch.index.commit import IndexWriter, NewInstance
from broch.index.journal import Journal
from broch.index.reader import IndexReader
from broch.index.sqlite import SQLITE
from broch.plugin_loading import load_plugins
from broch_hostapi.index import Database
from broch_hostapi.resources import Attachment
from broch_hostapi.startup import Startup

CT = "1.2.840.10008.5.1.4.1.1.2"


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


def new_instance(
    patient: object = 1,
    study: object = 1,
    series: object = 1,
    instance: object = 1,
    *,
    modality: str = "CT",
    overwrite: str = "Never",
    content: str = "",
    size: int = 1000,
    expected: int | None = None,
    position: int | None = None,
    received: str = "20200101T000000",
    levels: tuple[dict[str, str], ...] = ({}, {}, {}, {}),
) -> NewInstance:
    """An instance named by small numbers. ``content`` makes its file another one."""
    uids = (f"P{patient}", f"1.2.{study}", f"1.2.{study}.{series}", f"1.2.{study}.{series}.{instance}")
    digest = md5(f"{uids}{content}".encode()).hexdigest()
    own = (
        {"PatientID": uids[0], "PatientName": f"Doe^{patient}"},
        {"StudyInstanceUID": uids[1], "StudyDate": "20200102"},
        {"SeriesInstanceUID": uids[2], "Modality": modality},
        {"SOPInstanceUID": uids[3], "InstanceNumber": str(instance)},
    )
    return NewInstance(
        ids=public_ids(*uids),
        uids=uids,
        tags=tuple({**mine, **more} for mine, more in zip(own, levels, strict=True)),
        metadata={"ReceptionDate": received, "RemoteAET": "SENDER", "TransferSyntax": "1.2.840.10008.1.2.1"},
        attachments=(Attachment(1, f"{digest}-{content}", f"at/{digest}", size, digest, size, digest),),
        sop_class=CT,
        modality=modality,
        expected_instances=expected,
        index_in_series=position,
        received=received,
        overwrite=overwrite,
    )


def _together(writer: IndexWriter, instances: Sequence[NewInstance], *others: Callable[[], object]) -> list[Any]:
    """All in one group: they come while the writer is busy. ``others``: what comes after the instances."""
    results: list[Any] = [None] * len(instances)
    busy, go = threading.Event(), threading.Event()

    def hold(_tx: object) -> None:
        busy.set()
        go.wait()

    def add(number: int) -> None:
        try:
            results[number] = writer.add_instance(instances[number])
        except Exception as error:
            results[number] = error

    holder = threading.Thread(target=writer.submit, args=(hold,))
    holder.start()
    busy.wait()
    threads = [threading.Thread(target=add, args=(number,)) for number in range(len(instances))]
    threads += [threading.Thread(target=other) for other in others]
    for number, thread in enumerate(threads):
        thread.start()
        while len(writer._group._waiting) <= number:
            pass
    go.set()
    for thread in [*threads, holder]:
        thread.join()
    return results


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_startup(tmp_path: Path, clock: Clock) -> Callable[..., Startup]:
    def make(**configuration: Any) -> Startup:
        return Startup(tmp_path, tmp_path / "index", tmp_path, clock, logging.getLogger("test"), configuration)

    return make


@pytest.fixture
def database(database_options: dict[str, Any], tmp_path: Path) -> Database:
    """SQLite, or the engine that ``--broch-database`` names, as a server would choose it."""
    if not database_options:
        return SQLITE
    file = tmp_path / "database.json"
    file.write_text(json.dumps(database_options))
    configuration = read_configuration([file])
    plugins = load_plugins(configuration, CorePlugin())
    plugins.collect(Startup(tmp_path, tmp_path, tmp_path, time.time, logging.getLogger("test"), {}))
    return chosen_database(plugins, configuration.core.database)


@pytest.fixture
def archive(database: Database, make_startup: Callable[..., Startup], clock: Clock) -> Iterator[Any]:
    """``writer``, ``reader``, ``journal``, ``clock``, ``database``, ``new`` makes instances, ``together`` adds them."""
    startup = make_startup(IndexSynchronous="NORMAL")
    writer = IndexWriter(database, startup)
    reader = IndexReader(database, startup)
    yield SimpleNamespace(
        writer=writer, reader=reader, journal=Journal(reader, writer), clock=clock, new=new_instance, startup=startup,
        database=database, together=partial(_together, writer),
    )  # fmt: skip
    reader.close()
    writer.close()


@pytest.fixture
def new() -> Callable[..., NewInstance]:
    return new_instance
