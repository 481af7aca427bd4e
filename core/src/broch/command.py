"""What the commands of the command line have in common."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

configuration_paths = click.argument(
    "config", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[CONFIG]..."
)


class Examples(click.Command):
    """A command whose help ends with examples, kept as they are written."""

    def __init__(self, name: str | None, *, examples: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs["epilog"] = "\n".join(("\b", "Examples:", *(f"  {line}" for line in examples)))
        super().__init__(name, **kwargs)
