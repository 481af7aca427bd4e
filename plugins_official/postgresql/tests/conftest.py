"""A database in a schema of its own, made by the plugin as a server would have it."""

import logging
from uuid import uuid4

import pytest
from broch_hostapi import Startup
from broch_postgresql.plugin import PostgresqlPlugin
from broch_postgresql.pytest_plugin import started
from broch_postgresql.settings import Settings


@pytest.fixture
def startup(tmp_path):
    return Startup(tmp_path, tmp_path, tmp_path, lambda: 1_577_934_245.0, logging.getLogger("test"), {})


@pytest.fixture
def settings(pytestconfig):
    """Makes settings for the cluster of this run, with a new schema unless one is named."""

    def make(**more):
        chosen = {"connection_uri": started(pytestconfig).uri(), "schema": f"t{uuid4().hex}", "lock": False}
        return Settings(**{**chosen, **more})

    return make


@pytest.fixture
def database_of(startup):
    """What the plugin contributes with these settings."""

    def contributed(settings):
        (database,) = PostgresqlPlugin(settings).register_databases(startup)
        return database

    return contributed


@pytest.fixture
def database(settings, database_of):
    return database_of(settings())
