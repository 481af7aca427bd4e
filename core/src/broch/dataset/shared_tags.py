"""What several data sets have in common."""

from broch.dataset import tag_json
from broch.dataset.scan import Scan
from broch.dataset.tag_json import Format, TagJson


class SharedTags:
    """Elements with the same text in all data sets that were added; no sequences, nothing empty of text or long."""

    def __init__(self) -> None:
        self._shared: TagJson | None = None

    def add(self, scan: Scan) -> None:
        """One more data set."""
        tags = tag_json.full(scan)
        if self._shared is None:
            self._shared = {number: tag for number, tag in tags.items() if tag["Type"] == "String"}
        else:
            self._shared = {number: tag for number, tag in self._shared.items() if tags.get(number) == tag}

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is left that others could share."""
        return self._shared is not None and not self._shared

    def json(self, form: Format = "full") -> TagJson:
        """In one of the three formats."""
        shared = self._shared or {}
        if form == "full":
            return shared
        if form == "short":
            return {number: tag["Value"] for number, tag in shared.items()}
        private = {tag["Name"]: tag["Value"] for number, tag in shared.items() if _is_private(number)}
        return private | {tag["Name"]: tag["Value"] for number, tag in shared.items() if not _is_private(number)}


def _is_private(number: str) -> bool:
    return bool(int(number[:4], 16) & 1)
