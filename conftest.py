"""What the tests of every package share: the `peer` marker."""

import os
import shutil
from pathlib import Path

import pytest

SYSTEM_FOLDERS = os.pathsep.join(("/usr/sbin", "/sbin"))  # where Debian puts servers, and not on everyone's PATH


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose outside program is absent; in CI, where .ci/run installs them, fail it."""
    names = [name for marker in item.iter_markers("peer") for name in marker.args]
    missing = [name for name in names if not _is_installed(name)]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)}"
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (.ci/run has to install it)", pytrace=False)
    pytest.skip(reason)


def _is_installed(name: str) -> bool:
    if os.sep in name:
        return Path(name).exists()
    return bool(shutil.which(name) or shutil.which(name, path=SYSTEM_FOLDERS))
