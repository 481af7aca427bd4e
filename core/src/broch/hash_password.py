"""``broch hash-password``."""

from typing import TextIO

import click

from broch.passwords import hash_password


def hash_from(source: TextIO) -> str:
    """The hash of what is typed twice at the terminal, or else of the first line of ``source``.

    Raises ``click.ClickException`` for an empty one.
    """
    if source.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = source.readline().rstrip("\r\n")
    if not password:
        raise click.ClickException("the password is empty")
    return hash_password(password)
