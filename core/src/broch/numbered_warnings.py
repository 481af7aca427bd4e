"""Warnings of Orthanc that have a number, each of which the option ``Warnings`` can turn off."""

import logging
from collections.abc import Mapping
from typing import Any

logger = logging.getLogger(__name__)

READ_FROM_STORAGE = "W001"
NOT_KEPT_WHEN_INDEXED = "W002"
LOWER_LEVEL = "W005"
META_HEADER = "W006"
NOT_READ = "W007"


class NumberedWarnings:
    """Those of one configuration."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        chosen = configuration.get("Warnings") or {}
        self._off = frozenset(name.partition("_")[0] for name, wanted in chosen.items() if not wanted)

    def warn(self, number: str, text: str, *values: object) -> None:
        """Log it, unless it is turned off. No patient data."""
        if number not in self._off:
            logger.warning(f"{number}: {text}", *values)  # noqa: G004 - the number is no value
