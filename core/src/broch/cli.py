"""The command ``broch``. Everything heavy is imported by the command that needs it."""

import json
import os
import sys
from collections.abc import Sequence
from errno import EADDRINUSE
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from broch_hostapi.errors import BrochError, ConfigurationError

from broch import __version__

if TYPE_CHECKING:
    from broch.config import Configuration
    from broch.plugins import Plugins

IN_USE = os.strerror(EADDRINUSE)
configuration_paths = click.argument(
    "config", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[CONFIG]..."
)


class Examples(click.Command):
    """A command whose help ends with examples, kept as they are written."""

    def __init__(self, name: str | None, *, examples: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs["epilog"] = "\n".join(("\b", "Examples:", *(f"  {line}" for line in examples)))
        super().__init__(name, **kwargs)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="broch")
def main() -> None:
    """Broch, a DICOM server that is a plugin host.

    CONFIG is a file (JSON with comments, or TOML) or a folder of such files, in the vocabulary of Orthanc; several are
    merged. Environment variables such as BROCH__HTTP_PORT=8080 or ORTHANC__DICOM_WEB__ENABLE=true count too. Without
    any, Broch keeps its data in OrthancStorage below the current folder and listens to this machine only.
    """


@main.command(
    cls=Examples,
    examples=[
        "broch serve",
        "broch serve orthanc.json",
        "broch serve --verbose /etc/orthanc",
        "BROCH__HTTP_PORT=8080 broch serve",
    ],
)
@configuration_paths
@click.option("--verbose", "-v", is_flag=True, help="Log what happens.")
@click.option("--trace", is_flag=True, help="Log everything. This may show patient data.")
def serve(config: tuple[Path, ...], verbose: bool, trace: bool) -> None:
    """Run the server until Ctrl-C or SIGTERM. SIGHUP restarts it with the configuration read again."""
    from broch.logs import LEVELS, start_logging
    from broch.serving import serve_until_stopped

    start_logging(LEVELS["trace" if trace else "verbose" if verbose else "default"])
    try:
        serve_until_stopped(lambda: _read(config), click.echo)
    except BrochError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        said = error.strerror or str(error)  # the HTTP server's has no number
        hint = " Is another server running? HttpPort and DicomPort choose other ports." if IN_USE in said else ""
        raise click.ClickException(f"{said}.{hint}") from error


@main.command(
    "check-config",
    cls=Examples,
    examples=["broch check-config orthanc.json", "broch check-config --effective /etc/orthanc"],
)
@configuration_paths
@click.option("--effective", "show", is_flag=True, help="Print every option of the core as JSON, secrets hidden.")
def check_config(config: tuple[Path, ...], show: bool) -> None:
    """Read the configuration as the server would, and look for mistakes.

    What is only a warning for the server, such as an option that nothing knows, is an error here. Exit status 1 if any
    was found.
    """
    from broch.config import effective
    from broch.reach import check

    try:
        configuration = _read(config)
        plugins = _plugins(configuration)
        check(configuration.core, [p.name for p in plugins.enabled().values() if hasattr(p, "authenticate_request")])
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error
    if show:
        click.echo(json.dumps(effective(configuration), indent=2, ensure_ascii=False))
    mistakes = configuration.warnings + [
        f"plugin {i.id}: {i.status}: {i.detail}" for i in plugins.all() if i.status not in ("enabled", "disabled")
    ]
    for mistake in mistakes:
        click.echo(mistake, err=True)
    if mistakes:
        sys.exit(1)
    if not show:
        click.echo("The configuration is good.")


@main.command("plugins", cls=Examples, examples=["broch plugins", "broch plugins --json orthanc.json"])
@configuration_paths
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def list_plugins(config: tuple[Path, ...], as_json: bool) -> None:
    """List the installed plugins, and why those that do not run do not."""
    try:
        found = _plugins(_read(config)).all()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error
    rows = [
        {
            "Id": i.id,
            "Status": str(i.status),
            "Version": i.version,
            "Distribution": i.distribution,
            "Detail": i.detail or i.description,
        }
        for i in found
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        click.echo(
            table(
                [
                    ["ID", "STATUS", "VERSION", "DETAIL"],
                    *([r["Id"], r["Status"], r["Version"], r["Detail"]] for r in rows),
                ]
            )
        )
    else:
        click.echo("No plugin is installed.")


@main.command(
    "new-plugin", cls=Examples, examples=["broch new-plugin door-bell", "broch new-plugin door-bell --directory ~/src"]
)
@click.argument("name")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    help="Where the folder of the plugin is made.",
    show_default=True,
)
def new_plugin(name: str, directory: Path) -> None:
    """Write a plugin to start from: a package with a route, an event handler and tests that pass.

    NAME is its id: lower case letters, digits and hyphens.
    """
    from broch.new_plugin import write_plugin

    try:
        folder = write_plugin(name, directory.expanduser())
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Made {folder}\n\nNext:\n  cd {folder}\n  pip install -e '.[test]'\n  pytest\n  broch plugins")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be; the last as long as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _read(paths: Sequence[Path]) -> "Configuration":
    from broch.config import read_configuration

    return read_configuration(paths, os.environ)


def _plugins(configuration: "Configuration") -> "Plugins":
    """The plugins with their contributions collected, as at the start of the server."""
    import time

    from broch.builtin import CorePlugin
    from broch.host import make_startup
    from broch.plugin_loading import load_plugins

    plugins = load_plugins(configuration, CorePlugin())
    plugins.collect(make_startup(configuration, time.time))
    return plugins
