"""The command ``broch``. Everything heavy is imported by the command that needs it."""

import json
import logging
import os
import sys
from collections.abc import Sequence
from errno import EADDRINUSE
from pathlib import Path
from typing import TYPE_CHECKING

import click
from broch_hostapi.errors import BrochError, ConfigurationError

from broch import __version__
from broch.command import Examples, configuration_paths
from broch.recovery.commands import backup_index, fsck, rebuild_index
from broch.upload.commands import upload

if TYPE_CHECKING:
    from broch.config import Configuration
    from broch.plugins import Plugins

IN_USE = os.strerror(EADDRINUSE)


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
        "broch serve --log-format json --logfile /var/log/broch.log",
    ],
)
@configuration_paths
@click.option("--verbose", "-v", is_flag=True, help="Log what happens.")
@click.option("--trace", is_flag=True, help="Log everything. This may show patient data.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="Instead of the option LogFormat.")
@click.option(
    "--logfile",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append the log to this file; it may be moved away while the server runs.",
)
def serve(config: tuple[Path, ...], verbose: bool, trace: bool, log_format: str | None, logfile: Path | None) -> None:
    """Run the server until Ctrl-C or SIGTERM. SIGHUP restarts it with the configuration read again."""
    from broch.descriptors import raise_limit
    from broch.logs import LEVELS, catch_strays, in_json, speaker, start_logging, use_format
    from broch.memory import give_back_large_blocks
    from broch.serving import serve_until_stopped
    from broch.tls import make_contexts

    def read() -> "Configuration":
        configuration = _read(config)
        use_format(log, log_format or configuration.core.log_format.lower())
        make_contexts(configuration)  # what is wrong with a certificate shall not end a server that could run on
        return configuration

    try:
        level = LEVELS["trace" if trace else "verbose" if verbose else "default"]
        log = start_logging(level, form=log_format or "text", file=logfile)
        catch_strays()
        raise_limit()
        give_back_large_blocks()
    except OSError as error:
        raise click.ClickException(f"{logfile}: {error.strerror}") from error
    try:
        serve_until_stopped(read, speaker(log, click.echo))
    except (BrochError, OSError) as error:
        if logfile or in_json(log):
            logging.getLogger(__name__).critical("no start: %s", _reason(error))
        if in_json(log) and not logfile:
            sys.exit(1)
        raise click.ClickException(_reason(error)) from error


def _reason(error: BrochError | OSError) -> str:
    if isinstance(error, BrochError):
        return str(error)
    said = error.strerror or str(error)  # the HTTP server's has no number
    hint = " Is another server running? HttpPort and DicomPort choose other ports." if IN_USE in said else ""
    return f"{said}.{hint}"


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
    from broch.conventions import make_conventions
    from broch.reach import check
    from broch.tls import make_contexts

    warnings: list[str] = []
    try:
        configuration = _read(config)
        warnings = configuration.warnings
        plugins = _plugins(configuration)
        check(configuration.core, [p.name for p in plugins.enabled().values() if hasattr(p, "authenticate_request")])
        make_contexts(configuration)
        make_conventions(configuration)
    except ConfigurationError as error:
        for warning in warnings:  # often they are the reason
            click.echo(warning, err=True)
        raise click.ClickException(str(error)) from error
    if show:
        click.echo(json.dumps(effective(configuration), indent=2, ensure_ascii=False))
    mistakes = warnings + [
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


@main.command(
    "hash-password",
    cls=Examples,
    examples=["broch hash-password", "pwgen -s 24 1 | tee password.txt | broch hash-password"],
)
def hash_password() -> None:
    """Ask for a password and print a hash of it, to stand in RegisteredUsers instead of the password.

    Without a terminal the password is the first line of the standard input.
    """
    from broch.hash_password import hash_from

    click.echo(hash_from(sys.stdin))


for command in (fsck, rebuild_index, backup_index, upload):
    main.add_command(command)


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
