"""Start `broch serve` as a user does, on free ports and in an empty folder, and see it answer.

Argument: a folder for it.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SECONDS = 30


def main(folder: Path) -> None:
    """Serve, ask for /system and /plugins, stop by SIGTERM. Raises what went wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    http_port, dicom_port = free_port(), free_port()
    environment = os.environ | {"BROCH__HTTP_PORT": str(http_port), "BROCH__DICOM_PORT": str(dicom_port)}
    server = subprocess.Popen(["broch", "serve"], cwd=folder, env=environment)
    try:
        wait_for(http_port, server)
        system = get(http_port, "/system")
        if system["DicomPort"] != dicom_port:
            raise RuntimeError(f"DicomPort is {system['DicomPort']}, asked for {dicom_port}")
        print(f"broch {system['Broch']['Version']} answers, with plugins {get(http_port, '/plugins')}")
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(timeout=SECONDS)
    if status != 0:
        raise RuntimeError(f"the server ended with status {status}")


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the port accepts a connection. Raises if the server ended or time is up."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended at once, with status {server.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"no answer on port {port} within {SECONDS} s")


def get(port: int, path: str):
    """Return the JSON at this path."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}{path}", timeout=SECONDS) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "first-start")
