"""Fixtures for tests that need a real server, and what ``pytest --broch-database=postgresql`` needs.

Loaded by pytest in every run, so it imports nothing before it is used.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from broch_postgresql.cluster import Cluster

_CLUSTER = pytest.StashKey["Cluster"]()


@pytest.hookimpl(optionalhook=True)
def pytest_broch_database(config: pytest.Config, name: str) -> dict[str, Any] | None:
    """Options of a server with a new, empty index: a schema of its own in the one private cluster of this run."""
    if name != "postgresql":
        return None
    uri = started(config).uri()
    return {"PostgreSQL": {"EnableIndex": True, "ConnectionUri": uri, "Schema": f"t{uuid4().hex}", "Lock": False}}


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster of this run, if there is one."""
    cluster = config.stash.get(_CLUSTER, None)
    if cluster:
        cluster.stop()


def programs() -> Path:
    """Of a PostgreSQL server. Skips, or fails in CI, where there are none."""
    from broch_postgresql.cluster import find_programs

    found = find_programs()
    if found is None and os.environ.get("CI"):
        pytest.fail("not installed: postgresql (.ci/run has to install it)", pytrace=False)
    if found is None:
        pytest.skip("not installed: postgresql")
    return found


def started(config: pytest.Config) -> "Cluster":
    """The cluster of this run."""
    from broch_postgresql.cluster import Cluster

    if _CLUSTER not in config.stash:
        config.stash[_CLUSTER] = Cluster(programs())
    return config.stash[_CLUSTER]


@pytest.fixture
def own_cluster() -> Iterator["Cluster"]:
    """A server of one test alone, which may stop it."""
    from broch_postgresql.cluster import Cluster

    cluster = Cluster(programs())
    yield cluster
    cluster.stop()
