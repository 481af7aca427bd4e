"""Reading connections that all threads share: taken for one query, and given back.

A server has a hundred connections in all, and a Broch more than a hundred threads.
"""

import time
from collections import deque
from collections.abc import Sequence
from threading import Condition
from typing import Any

from broch_hostapi import Startup
from broch_hostapi.errors import DatabaseUnavailable

from broch_postgresql.prepared import PreparedConnection, open_reading
from broch_postgresql.settings import Settings

PATIENCE = 10.0
"""Seconds that a thread waits for a connection, which is longer than any ordinary query takes."""
PAUSE = 1.0
"""Seconds without another attempt after the server could not be reached: else every thread would wait for it."""


class Pool:
    """hostapi's ``ReadPool``."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: deque[PreparedConnection] = deque()
        self._opened = 0
        self._unreachable_until = 0.0
        self._closed = False
        self._changed = Condition()

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Run a query. A connection that turns out to be lost is replaced once: the server may have been restarted."""
        connection, used_before = self._take()
        try:
            return self._run(connection, sql, parameters)
        except Exception:
            if not (used_before and connection.closed):
                raise
        self._drop_free()
        return self._run(self._take()[0], sql, parameters)

    def _run(self, connection: PreparedConnection, sql: str, parameters: Sequence[Any]) -> list[Any]:
        try:
            return connection.rows(sql, parameters)
        finally:
            self._give(connection)

    def _take(self) -> tuple[PreparedConnection, bool]:
        """A connection, and whether it is an old one. Raises DatabaseUnavailable."""
        with self._changed:
            if not self._changed.wait_for(self._may_take, PATIENCE):
                raise DatabaseUnavailable("all connections to the database are busy")
            if self._closed:
                raise DatabaseUnavailable("the index is closed")
            if self._free:
                return self._free.pop(), True
            self._opened += 1
        return self._open(), False

    def _may_take(self) -> bool:
        return self._closed or bool(self._free) or self._opened < self._settings.index_connections_count

    def _open(self) -> PreparedConnection:
        try:
            if time.monotonic() < self._unreachable_until:
                raise DatabaseUnavailable("the database cannot be reached")
            return open_reading(self._settings)
        except BaseException as error:
            if not isinstance(error, DatabaseUnavailable):
                self._unreachable_until = time.monotonic() + PAUSE
            self._forget_one()
            raise

    def _give(self, connection: PreparedConnection) -> None:
        if connection.closed or self._closed:
            connection.close()
            self._forget_one()
            return
        with self._changed:
            self._free.append(connection)
            self._changed.notify()

    def _forget_one(self) -> None:
        with self._changed:
            self._opened -= 1
            self._changed.notify()

    def _drop_free(self) -> None:
        """When one is lost, those that lie idle are lost too."""
        with self._changed:
            lost = list(self._free)
            self._free.clear()
            self._opened -= len(lost)
            self._changed.notify_all()
        for connection in lost:
            connection.close()

    def close(self) -> None:
        """Close what is free; what is in use goes when it is given back."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._drop_free()


def open_pool(settings: Settings, _startup: Startup) -> Pool:
    """An empty pool: connections are opened when they are needed."""
    return Pool(settings)
