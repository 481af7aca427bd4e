"""What exists before a ``Host`` does."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Startup:
    """Given to every ``register_`` hook and to the factories of storage and database.

    Do not open anything here: contributions are collected before it is known which of them are used.
    """

    storage_directory: Path
    """Where files are kept (``StorageDirectory``)."""
    index_directory: Path
    """Where a database in a file is kept (``IndexDirectory``)."""
    temporary_directory: Path
    clock: Callable[[], float]
    """Seconds since the epoch; a test may stop it."""
    logger: logging.Logger
    configuration: Mapping[str, Any]
    """Effective options of the core, secrets left out."""
