"""The fixtures that plugin authors use, on a real server."""

import pytest
from broch_hostapi.testing import make_instance, make_study

pytestmark = pytest.mark.broch(config={"Name": "of the module", "DicomAet": "FIXTURE"})


def test_the_server_answers(http_client):
    system = http_client.get_json("/system")
    assert (system["Name"], system["DicomAet"]) == ("of the module", "FIXTURE")
    assert http_client.get("/nowhere").status == 404


@pytest.mark.broch(config={"Name": "of the test"})
def test_the_nearest_marker_wins(http_client):
    system = http_client.get_json("/system")
    assert (system["Name"], system["DicomAet"]) == ("of the test", "FIXTURE")


def test_it_stores(http_client):
    for file in make_study(instances=2):
        assert http_client.post("/instances", file).json["Status"] == "Success"
    assert len(http_client.wait_for("/instances", lambda ids: len(ids) == 2)) == 2


def test_waiting_in_vain_says_what_was_there(http_client, monkeypatch):
    monkeypatch.setattr("broch.pytest_plugin.SECONDS", 0.1)
    with pytest.raises(AssertionError, match="/instances is still"):
        http_client.wait_for("/instances", bool)


def test_the_remote_modality_gets_what_is_sent(http_client, remote_modality):
    http_client.put("/modalities/remote", str(remote_modality.declaration).replace("'", '"'))
    http_client.post_json("/modalities/remote/echo", {})
    assert remote_modality.echoes == 1
    instance = http_client.post("/instances", make_instance(patient="SENT")).json["ID"]
    assert http_client.post("/modalities/remote/store", instance).status == 200
    (received,) = remote_modality.wait_for(1)
    assert received.PatientID == "SENT"
    assert received.file_meta.TransferSyntaxUID
