"""What ``broch serve`` asks of the operating system, in a process of its own."""

import subprocess
import sys

import pytest
from broch.descriptors import descriptors


def run(source):
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()


def test_as_many_descriptors_as_there_may_be():
    resource = pytest.importorskip("resource")
    assert descriptors() == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    source = """
import resource
from broch.descriptors import descriptors, raise_limit
resource.setrlimit(resource.RLIMIT_NOFILE, (300, 700))
raise_limit()
print(descriptors())
"""
    assert run(source) == ["700"]


@pytest.mark.skipif(sys.platform != "linux", reason="measures by /proc")
def test_large_blocks_are_given_back():
    source = """
import threading
from pathlib import Path
from broch.memory import give_back_large_blocks

def resident():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])

give_back_large_blocks()
before = resident()
ready, go = threading.Barrier(9), threading.Event()

def hold():
    for size in (5 << 20, 12 << 20):
        block = bytearray(size)
        del block
    ready.wait()
    go.wait()

threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads:
    thread.start()
ready.wait()
print(resident() - before)
go.set()
"""
    assert int(run(source)[0]) < 8 << 10
