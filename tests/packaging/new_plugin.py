"""Write a plugin with `broch new-plugin`, install it beside the core and run the tests it came with.

Argument: a folder for it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

NAME = "beacon"


def main(folder: Path) -> None:
    """Raises `CalledProcessError` for the step that failed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run("broch", "new-plugin", NAME, "--directory", folder)
    (project,) = (file.parent for file in folder.rglob("pyproject.toml"))
    run(sys.executable, "-m", "pip", "install", "--no-deps", project)
    listing = subprocess.run(["broch", "plugins"], cwd=folder, check=True, capture_output=True, text=True).stdout
    if NAME not in listing:
        raise RuntimeError(f"`broch plugins` does not show {NAME}:\n{listing}")
    run(sys.executable, "-m", "pytest", "--rootdir", project, project / "tests")
    run(sys.executable, "-m", "pip", "uninstall", "--yes", f"broch-{NAME}")


def run(*command: str | Path) -> None:
    """Run a command, its output shown."""
    print("$", *command, flush=True)
    subprocess.run([str(word) for word in command], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "new-plugin")
