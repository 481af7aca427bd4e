"""The command ``broch upload``."""

import sys
from pathlib import Path
from typing import Any

import click
from broch_hostapi.errors import ConfigurationError

from broch.command import Examples

_FILE = click.Path(exists=True, dir_okay=False)


@click.command(
    cls=Examples,
    examples=[
        "broch upload study/ disc.zip --url http://127.0.0.1:8042",
        "BROCH_UPLOAD_PASSWORD=... broch upload /data --url https://alice@archive:8042 --ca ca.pem --jobs 8",
        "broch upload /media/cdrom/DICOMDIR --url http://alice@archive:8042 --skip-known",
    ],
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--url", required=True, help="Of the server: http[s]://[user@]host:port[/path].")
@click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Objects sent side by side.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that remembers what the server has acknowledged. It is kept; without it, one is kept until all is sent.",
)
@click.option("--skip-known", is_flag=True, help="Ask before sending, and do not send what the server has.")
@click.option(
    "--retries",
    type=click.IntRange(0, 1000),
    default=8,
    show_default=True,
    help="Attempts more, with pauses of up to 30 s, when the server is busy, full or away.",
)
@click.option("--timeout", type=click.FloatRange(1), default=60, show_default=True, help="Seconds without an answer.")
@click.option(
    "--largest", type=click.IntRange(1), default=8192, show_default=True, help="MB of a file inside of an archive."
)
@click.option("--ca", type=_FILE, help="Certificates (PEM) of who may vouch for the server, instead of the system's.")
@click.option("--certificate", type=_FILE, help="Our own certificate with its key (PEM), for a server that wants one.")
def upload(paths: tuple[Path, ...], url: str, largest: int, **options: Any) -> None:
    """Send DICOM files to a server, over the REST interface that Broch and Orthanc have.

    PATH is a file, a folder with all below it, an archive (.zip, .tar, .tar.gz, .gz), or a DICOMDIR, whose files are
    sent. What is not DICOM is passed over. An upload that was interrupted goes on when the command is given again.
    The password of the user is taken from BROCH_UPLOAD_PASSWORD, or asked for; in the URL, others can see it.

    Exit status 0: the server has everything. 1: something failed, and is listed.
    """
    from broch.upload import session

    try:
        sys.exit(session.upload(paths, url, largest=largest << 20, **options))
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error
