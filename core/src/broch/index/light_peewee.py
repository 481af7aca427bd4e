"""Imports peewee without the drivers of servers.

Peewee loads every driver that it finds when it is imported. That of an engine that is installed but not enabled would
cost each start 60 ms and 6 MB for nothing. An engine that needs its driver imports it itself.
"""

import importlib
import sys
from threading import Lock
from types import ModuleType

_DRIVERS = ("psycopg", "psycopg2", "psycopg2cffi", "pymysql", "MySQLdb", "mysql")
_importing = Lock()


def import_peewee() -> ModuleType:
    """The module."""
    with _importing:
        hidden = [name for name in _DRIVERS if name not in sys.modules and "peewee" not in sys.modules]
        sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: "there is none", says Python's manual
        try:
            return importlib.import_module("peewee")
        finally:
            for name in hidden:
                sys.modules.pop(name, None)
