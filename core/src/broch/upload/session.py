"""``broch upload`` from the check of the server to the summary."""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from broch_hostapi.errors import ConfigurationError

from broch.upload.acknowledged import Acknowledged, default_place
from broch.upload.folders import files_of, find
from broch.upload.run import Outcome, Result, Upload
from broch.upload.sender import Address, GaveUp, Server, parse_url, tls_context

PASSWORD = "BROCH_UPLOAD_PASSWORD"  # noqa: S105 - the name of a variable
_SHOWN = 1000
"""Failures that are listed; more are only counted."""


@dataclass
class Summary:
    """What became of everything."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    failures: list[Result] = field(default_factory=list)
    bytes: int = 0

    def add(self, result: Result) -> None:
        """Count one more."""
        self.counts[result.outcome] += 1
        self.bytes += result.size
        if result.outcome is Outcome.FAILED and len(self.failures) < _SHOWN:
            self.failures.append(result)

    def lines(self, seconds: float) -> Iterator[str]:
        """The failures, and one sentence."""
        for failure in self.failures:
            yield f"{printable(failure.name)}: {printable(failure.reason)}"
        if (more := self.counts[Outcome.FAILED] - len(self.failures)) > 0:
            yield f"... and {more} more failures"
        words = ", ".join(f"{self.counts[outcome]} {outcome.value}" for outcome in Outcome)
        rate = f" in {seconds:.1f} s" + (f", {self.bytes / 1e6 / seconds:.1f} MB/s" if self.bytes and seconds else "")
        yield f"{words}; {self.bytes / 1e6:.1f} MB sent{rate}."


def upload(
    paths: Sequence[Path], url: str, *, jobs: int, state: Path | None, retries: int, skip_known: bool,
    largest: int, ca: str | None, certificate: str | None, timeout: float,
) -> int:  # fmt: skip
    """Do what ``broch upload`` says; its exit status. Raises ``ConfigurationError``."""
    server = _server(parse_url(url), os.environ, ca, certificate, timeout)
    work = Upload(server, jobs=jobs, retries=retries, skip_known=skip_known)
    try:
        work.check()
    except GaveUp as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    acknowledged = _acknowledged(state, server, paths)
    summary, begin = Summary(), time.monotonic()
    with _ended_by_ctrl_c(work), closing(work.run(find(paths, largest), acknowledged)) as results:
        for result in _shown(paths, results):
            summary.add(result)
            if result.key is not None and acknowledged is not None:
                acknowledged.add(result.key)
    complete = not (work.interrupted or work.trouble or summary.counts[Outcome.FAILED])
    if acknowledged is not None:
        acknowledged.close()
        if complete and state is None:
            acknowledged.forget()
    _report(summary, time.monotonic() - begin, work.trouble, work.interrupted)
    return 130 if work.interrupted else 0 if complete else 1


@contextmanager
def _ended_by_ctrl_c(work: Upload) -> Iterator[None]:
    """An exception at any place, as Python raises it, could be lost, or break off what must be finished."""
    if threading.current_thread() is not threading.main_thread():  # only that hears of signals
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: work.interrupt())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _report(summary: Summary, seconds: float, trouble: str, interrupted: bool) -> None:
    *failures, sentence = summary.lines(seconds)
    for failure in failures:
        click.echo(failure, err=True)
    if trouble or interrupted:
        click.echo(f"{trouble or 'Interrupted'}. The same command goes on from here.", err=True)
    click.echo(sentence)


def _server(
    address: Address, environ: Mapping[str, str], ca: str | None, certificate: str | None, timeout: float
) -> Server:
    password = address.password
    if address.user is not None and password is None:
        password = environ.get(PASSWORD)
        if password is None and sys.stdin.isatty():
            password = click.prompt(f"Password of {printable(address.user)}", hide_input=True, err=True)
        if password is None:
            raise ConfigurationError(f"has no password: set {PASSWORD}", option="--url")
    tls = tls_context(ca, certificate) if address.scheme == "https" else None
    return address.as_server(password, tls, timeout)


def _acknowledged(state: Path | None, server: Server, paths: Sequence[Path]) -> Acknowledged | None:
    """Without one that can be written it goes as well, but an interrupted upload begins anew."""
    if state is not None:
        try:
            return Acknowledged(state, server.name)
        except OSError as error:
            raise ConfigurationError(error.strerror or str(error), option="--state", file=str(state)) from error
    place = default_place(server.name, paths, os.environ)
    try:
        return Acknowledged(place, server.name)
    except OSError as error:
        click.echo(f"{place}: {error.strerror}; if it is interrupted, the upload cannot go on (--state)", err=True)
        return None


def _shown(paths: Sequence[Path], results: Iterator[Result]) -> Iterator[Result]:
    """The results; a terminal shows how they go by."""
    if not sys.stderr.isatty():
        yield from results
        return
    total = sum(1 for _ in files_of(paths))
    with click.progressbar(length=total, label="Uploading", show_pos=True, file=sys.stderr) as bar:
        for number, result in enumerate(results, 1):
            bar.length = max(total, number)  # an archive is one file, and holds many
            bar.update(1)
            yield result


def printable(text: str) -> str:
    """On one line, without what a terminal would act upon."""
    return "".join(char if char.isprintable() else "?" for char in text)
