"""What the tests of every package share: the `peer` marker, and `find_program` for the programs that it names."""

import os
import shutil
from pathlib import Path

import pytest

try:
    from hypothesis import HealthCheck, settings
except ImportError:
    pass  # a plugin's own tests may do without it
else:
    # The first texts of a run need tables that take seconds to make on a busy machine: no fault of who draws them.
    settings.register_profile(
        "broch", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
    )
    settings.load_profile("broch")

SYSTEM_FOLDERS = ["/usr/sbin", "/sbin"]  # where Debian puts servers, and not on everyone's PATH


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose outside program is absent; in CI, where .ci/run installs them, fail it."""
    names = [name for marker in item.iter_markers("peer") for name in marker.args]
    missing = [name for name in names if not _find(name)]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)}"
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (.ci/run has to install it)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def find_program():
    """A function from the name of an outside program to its path, which is None where it is not installed."""
    return _find


def _find(name: str) -> str | None:
    """Not in virtual environments: pynetdicom puts scripts there that are named like DCMTK's programs."""
    folders = [folder for folder in os.get_exec_path() if not _is_virtual(folder)]
    return shutil.which(name, path=os.pathsep.join([*folders, *SYSTEM_FOLDERS]))


def _is_virtual(folder: str) -> bool:
    return (Path(folder).parent / "pyvenv.cfg").is_file()
