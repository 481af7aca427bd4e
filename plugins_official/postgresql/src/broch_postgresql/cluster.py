"""A private PostgreSQL server in a folder of its own, for tests: no rights, no port and no service of the machine."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
"""Where Debian puts the programs of a server: not on anyone's PATH."""
PORT = 5432  # only names the socket, which lies in the cluster's own folder
_SECONDS = 60
_OPTIONS = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "100"}


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, None where no server is installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    return next((folder for folder in (*folders, *BINARIES) if (folder / "pg_ctl").exists()), None)


class Cluster:
    """A running server. ``stop`` ends it and deletes everything."""

    def __init__(self, programs: Path, **options: str) -> None:
        self._programs = programs
        self._user = _unprivileged() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="broch-pg-", dir="/tmp"))  # the path of a socket must be short
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        words = ("-U", "broch", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        self._run("initdb", "-D", self._data, *words)
        chosen = {**_OPTIONS, "unix_socket_directories": str(self.folder), "port": str(PORT), **options}
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in chosen.items())
        self.start()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def uri(self, database: str = "postgres") -> str:
        """For libpq."""
        return f"postgresql:///{database}?host={self.folder}&port={PORT}&user=broch"

    def start(self) -> None:
        """Returns when it takes connections."""
        self._run("pg_ctl", "start", "-w", "-s", "-t", str(_SECONDS), "-D", self._data, "-l", str(self.folder / "log"))

    def halt(self, mode: str = "fast") -> None:
        """``immediate`` is as good as a power cut for everybody who is connected."""
        self._run("pg_ctl", "stop", "-w", "-s", "-t", str(_SECONDS), "-m", mode, "-D", self._data)

    def signal(self, number: signal.Signals) -> None:
        """To the first process of the server, as SIGSTOP."""
        os.kill(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]), number)

    def stop(self) -> None:
        """End it, if it still runs, and delete its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.halt("immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *words: str) -> None:
        identity: dict[str, Any] = {}
        if self._user:
            identity = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        output = self.folder / "output"  # a file, as a server that is started would keep a pipe open
        with output.open("w") as file:
            done = subprocess.run(  # noqa: S603
                [self._programs / program, *words], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                check=False, timeout=2 * _SECONDS, **identity,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {output.read_text()}{self.log()}")

    def log(self) -> str:
        """What the server said."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""


def _unprivileged() -> pwd.struct_passwd:
    """Somebody for whom a server runs: not for root."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
