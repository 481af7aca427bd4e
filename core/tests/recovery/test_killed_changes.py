"""What users were told is kept survives a kill, and after it the loss of the index."""

import json
import signal
import subprocess
import sys

import pytest
from broch.pytest_plugin import HttpClient

WRITING = """
import sys
from pathlib import Path
from broch.config import read_configuration
from broch.host import start_host
from broch_hostapi import Level
host = start_host(read_configuration([Path(sys.argv[1])])).host
study, number, instance = sys.argv[2], int(sys.argv[3]), sys.argv[4]
while True:
    number += 1
    name = str(1024 + number % 3)
    if number % 5 == 0:
        others = set(host.index.labels(Level.STUDY, study)) - {str(number)}
        host.user_data.change_labels(Level.STUDY, study, add=[str(number)], remove=others)
        print("label", "label", number, flush=True)
    elif number % 2:
        host.user_data.set_metadata(Level.STUDY, study, name, str(number))
        print("metadata", name, number, flush=True)
    else:
        host.user_data.put_attachment(Level.STUDY, study, int(name), [str(number).encode()])
        host.user_data.set_compression(Level.STUDY, study, int(name), True)
        host.user_data.set_compression(Level.INSTANCE, instance, 1, number % 4 == 0)
        print("attachment", name, number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 17, 60])
def test_nothing_acknowledged_is_lost(filled, lines):
    place, outcomes = filled
    study, told, number = outcomes[0].study, {}, 0
    for _ in range(2):
        words = [sys.executable, "-c", WRITING, str(place.config), study, str(number), outcomes[0].instance]
        writer = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        for _ in range(lines):
            what, name, number = writer.stdout.readline().split()
            told[what, name] = int(number)
        writer.send_signal(signal.SIGKILL)
        for line in writer.stdout:  # what it said before it died
            what, name, number = line.split()
            told[what, name] = int(number)
        writer.wait()
        writer.stdout.close()
        number = int(number)
    check(place, study, told, number + 1)
    status, found = place.fsck()
    assert (status, set(found)) in ((0, set()), (0, {"orphan"})), found
    place.lose_index()
    answer = place.run("rebuild-index")
    assert answer.exit_code == 0, answer.output
    assert "Indexed 9 instances" in answer.stdout
    check(place, study, told, number + 1)


def check(place, study, told, last):
    """Of each name the value that was told, or the one that was under way when the writer died."""
    running = place.start()
    try:
        client = HttpClient(running.http_port)
        for (what, name), number in told.items():
            if what == "label":
                assert client.get_json(f"/studies/{study}/labels") in ([str(number)], [str(last)])
                continue
            path = f"metadata/{name}" if what == "metadata" else f"attachments/{name}/data"
            found = json.loads(client.get(f"/studies/{study}/{path}").body)
            assert found in (number, last), (what, name)
    finally:
        running.stop()
