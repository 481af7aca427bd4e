"""A server in the foreground: start, say where it is, wait for a signal or a request that says stop or restart."""

import contextlib
import gc
import logging
import queue
import signal
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Final

from broch_hostapi.errors import BrochError

from broch import __version__
from broch.config import Configuration
from broch.host import RunningHost, start_host
from broch.reach import dicom_addresses, http_addresses, sentences
from broch.wish import Wish

logger = logging.getLogger(__name__)

RELOAD = getattr(signal, "SIGHUP", None)
"""Windows has none."""
COLLECT = (20_000, 20, 20)
"""Thresholds of the garbage collector."""
_ENDS: Final = {signal.SIGINT: Wish.STOP, signal.SIGTERM: Wish.STOP}

Wishes = queue.SimpleQueue[Wish]


def serve_until_stopped(read: Callable[[], Configuration], say: Callable[[str], object]) -> None:
    """Run a server until SIGINT, SIGTERM or ``/tools/shutdown``.

    SIGHUP and ``/tools/reset`` restart it with what ``read`` gives then, if that is any good. Raises whatever keeps the
    server from starting.
    """
    wishes: Wishes = queue.SimpleQueue()
    with _noted(wishes, {RELOAD: Wish.RESTART} if RELOAD else {}):  # also one that comes while it starts
        configuration = read()
        try:
            running = start_host(configuration, ask=wishes.put)
        except Exception:
            for warning in warnings_of(configuration):  # often they are the reason
                say(warning)
            raise
        with _noted(wishes, _ENDS):  # also one that comes while it restarts
            while wanted := _serve(running, wishes, read, say):
                running = _start(wanted, running.configuration, wishes.put)
    say("Stopped.")


def _serve(
    running: RunningHost, wishes: Wishes, read: Callable[[], Configuration], say: Callable[[str], object]
) -> Configuration | None:
    """Serve until there is a wish, and stop. Returns what to go on with."""
    try:
        tune_collector()
        for line in greeting(running):
            say(line)
        return _next_configuration(wishes, read)
    finally:
        running.stop()


def tune_collector() -> None:
    """Let the garbage collector leave alone what lives as long as the server, and look less often at the rest.

    Searches make thousands of short-lived objects and no cycles; with Python's own thresholds each answer pays for
    looks at every module and class that was ever imported.
    """
    gc.unfreeze()  # what a server before this one has left
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


def _start(wanted: Configuration, proven: Configuration, ask: Callable[[Wish], None]) -> RunningHost:
    """Start anew; if that leads to nothing, with the configuration that did."""
    try:
        return start_host(wanted, ask=ask)
    except Exception as error:  # noqa: BLE001 - whatever a plugin may raise: a server that ran shall run again
        said = error if isinstance(error, (BrochError, OSError)) else type(error).__name__
        logger.error("no start with the new configuration, so the old one is used again: %s", said)  # noqa: TRY400
        return start_host(proven, ask=ask)


def _next_configuration(wishes: Wishes, read: Callable[[], Configuration]) -> Configuration | None:
    """Wait for a wish; None when it is to stop."""
    while _wait(wishes) is Wish.RESTART:
        try:
            return read()
        except (BrochError, OSError) as error:
            logger.error("the configuration cannot be used, so the server runs on as it is: %s", error)  # noqa: TRY400
    return None


def _wait(wishes: Wishes) -> Wish:
    """The next wish; several restarts that wait are one, and a stop goes before them."""
    wish = None
    while wish is None:
        # With a time limit, as Ctrl-C does not end an endless wait on Windows.
        with contextlib.suppress(queue.Empty):
            wish = wishes.get(timeout=1)
    with contextlib.suppress(queue.Empty):
        while wish is Wish.RESTART:
            wish = wishes.get_nowait()
    return wish


@contextlib.contextmanager
def _noted(wishes: Wishes, meanings: Mapping[signal.Signals, Wish]) -> Iterator[None]:
    """Let signals be wishes. After one that says stop they do what they did: a second Ctrl-C ends a stop that hangs."""

    def note(number: int, _frame: FrameType | None) -> None:
        wish = meanings[signal.Signals(number)]
        if wish is Wish.STOP:
            forget()
        wishes.put(wish)

    def forget() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.getsignal(number) for number in meanings}
    try:
        for number in meanings:
            signal.signal(number, note)
        yield
    finally:
        forget()


def warnings_of(configuration: Configuration) -> list[str]:
    """What the configuration has that it should not have."""
    return [f"Warning: {warning}" for warning in configuration.warnings]


def greeting(running: RunningHost) -> list[str]:
    """Where to point a browser and a modality, who can reach what, and which plugins run."""
    configuration, options = running.configuration, running.configuration.core
    lines = [
        *warnings_of(configuration),
        *(
            f"Plugin {i.id} does not run: {i.status}: {i.detail}"
            for i in running.plugins.all()
            if i.status not in ("enabled", "disabled")
        ),
        f"Broch {__version__} runs, with plugins: {', '.join(running.plugins.enabled()) or 'none'}. Ctrl-C stops it.",
    ]
    if options.http_server_enabled:
        scheme = "https" if options.ssl_enabled else "http"
        lines.append(f"  Browser:  {scheme}://{_to_call(http_addresses(options)[0])}:{running.http_port}/")
    if options.dicom_server_enabled:
        lines.append(
            f"  Modality: AE title {options.dicom_aet}, host {_to_call(dicom_addresses(options)[0], plain=True)}, "
            f"port {running.dicom_port}"
        )
    lines.append(f"  Data:     {configuration.storage_directory}")
    return lines + [f"  {sentence}" for sentence in sentences(options, running.http_port, running.dicom_port)]


def _to_call(address: str, *, plain: bool = False) -> str:
    """What to type to reach a socket that listens on this address."""
    if address in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "the address of this machine" if plain else "localhost"
    return f"[{address}]" if ":" in address and not plain else address
