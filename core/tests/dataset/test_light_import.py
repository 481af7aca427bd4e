"""What the hot path imports: nothing heavy."""

import subprocess
import sys

SCRIPT = """
import sys
from broch.dataset import dicom_json, dictionary, file_meta, frames, identifiers, scan, tag_json
dictionary.keyword(0x00100020)
heavy = {"pydicom", "numpy", "pynetdicom", "PIL", "imagecodecs"} & sys.modules.keys()
sys.exit(str(heavy) if heavy else 0)
"""


def test_nothing_heavy_is_imported():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
