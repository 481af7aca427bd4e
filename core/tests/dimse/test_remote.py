"""Remote modalities by REST: declared, asked for an echo, sent to."""

import json

import pytest
from broch_hostapi.testing.datasets import make_instance, uid


@pytest.fixture
def stored(http_client):
    """Three instances; gives the public identifiers of study and instances."""
    ids = [http_client.post("/instances", make_instance(number=n)).json["ID"] for n in range(1, 4)]
    return http_client.get_json("/studies")[0], ids


@pytest.fixture
def declare(http_client):
    def declare(sink, name="sink", **more):
        body = {"AET": "SINK", "Host": "127.0.0.1", "Port": sink.port, **more}
        assert http_client.put(f"/modalities/{name}", json.dumps(body)).status == 200
        return sink

    return declare


def test_declaring_asking_and_forgetting(http_client):
    assert http_client.get_json("/modalities") == []
    assert http_client.put("/modalities/ct", json.dumps(["CT", "10.0.0.1", 104, "GE"])).status == 200
    assert http_client.put("/modalities/mr", json.dumps({"AET": "MR", "Host": "mr", "Port": 11112})).status == 200
    assert http_client.get_json("/modalities") == ["ct", "mr"]
    assert "echo" in http_client.get_json("/modalities/ct")
    shown = http_client.get_json("/modalities?expand")
    assert (shown["ct"]["AET"], shown["ct"]["Manufacturer"], shown["mr"]["Port"]) == ("CT", "GE", 11112)
    assert http_client.put("/modalities/ct", json.dumps(["CT2", "10.0.0.1", 104])).status == 200
    assert http_client.get_json("/modalities/ct/configuration")["AET"] == "CT2"
    assert http_client.delete("/modalities/ct").status == 200
    assert http_client.get_json("/modalities") == ["mr"]
    assert http_client.get("/modalities/ct").status == 404
    assert http_client.delete("/modalities/ct").status == 404
    for body in ("", "[]", '["CT"]', '{"AET": "CT"}', '["CT", "h", "x"]', '["TOO LONG A TITLE FOR", "h", 1]'):
        assert http_client.put("/modalities/bad", body).status == 400, body


def test_pynetdicom_takes_echo_and_store(http_client, remote_modality, stored):
    study, _ = stored
    http_client.put("/modalities/remote", json.dumps(remote_modality.declaration))
    assert http_client.post("/modalities/remote/echo", b"{}").status == 200
    assert remote_modality.echoes == 1
    answer = http_client.post_json("/modalities/remote/store", study)
    assert answer["InstancesCount"], answer["FailedInstancesCount"] == (3, 0)
    received = remote_modality.wait_for(3)
    assert [str(dataset.SOPInstanceUID) for dataset in received] == [uid("P1", 1, 1, n) for n in range(1, 4)]


def test_an_echo_that_does_not_come(http_client, make_sink, declare):
    for sink in (
        make_sink(rejects=True), make_sink(status=lambda count: 0x0122), make_sink(status=lambda count: None),
        make_sink(classes=lambda uid: False),
    ):  # fmt: skip
        declare(sink)
        answer = http_client.post("/modalities/sink/echo", b"{}")
        assert answer.status >= 500
        assert answer.json["OrthancStatus"]
    assert http_client.post("/modalities/unknown/echo", b"{}").status == 404


def test_titles(http_client, make_sink, declare, stored):
    sink = declare(make_sink())
    http_client.post_json("/modalities/sink/store", stored[1])
    declare(sink, LocalAet="LOCAL")
    http_client.post_json("/modalities/sink/echo", {})
    http_client.post_json("/modalities/sink/store", {"Resources": stored[1], "LocalAet": "OTHER"})
    assert sink.calls == [("SINK", "ORTHANC"), ("SINK", "LOCAL"), ("SINK", "OTHER")]
    options = {"Resources": stored[1][:1], "MoveOriginatorAet": "MOVER", "MoveOriginatorID": 9}
    http_client.post_json("/modalities/sink/store", options)
    asked = sink.received[-1][0]
    assert (asked[0x1030], asked[0x1031]) == ("MOVER", 9)


def test_warnings_are_no_failures_and_failures_are_told(http_client, make_sink, declare, stored):
    declare(make_sink(status=lambda count: 0xB000))
    assert http_client.post_json("/modalities/sink/store", stored[1])["FailedInstancesCount"] == 0
    declare(make_sink(status={1: 0, 2: 0xA700, 3: 0}.get))
    answer = http_client.post("/modalities/sink/store", json.dumps(stored[1]))
    assert answer.status >= 500
    declare(make_sink(status={1: 0, 2: 0xA700, 3: 0}.get))
    answer = http_client.post_json("/modalities/sink/store", {"Resources": stored[1], "Permissive": True})
    assert (answer["InstancesCount"], answer["FailedInstancesCount"]) == (3, 1)


def test_a_remote_that_hangs_up_or_is_not_there(http_client, make_sink, declare, stored):
    declare(make_sink(status=lambda count: 0 if count < 2 else None))
    options = {"Resources": stored[1], "Permissive": True}
    assert http_client.post_json("/modalities/sink/store", options)["FailedInstancesCount"] == 2
    assert http_client.put("/modalities/sink", json.dumps(["SINK", "127.0.0.1", 1])).status == 200
    assert http_client.post_json("/modalities/sink/store", options)["FailedInstancesCount"] == 3
    assert http_client.post("/modalities/sink/store", json.dumps(stored[1])).status >= 500
    assert http_client.post("/modalities/sink/echo", b"{}").status >= 500


def test_a_remote_that_says_nothing_is_given_up(http_client, make_sink, stored):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        body = {"AET": "SILENT", "Host": "127.0.0.1", "Port": silent.getsockname()[1], "Timeout": 1}
        assert http_client.put("/modalities/silent", json.dumps(body)).status == 200
        assert http_client.post("/modalities/silent/echo", b"{}").status >= 500


def test_tls_that_is_not_configured(http_client, make_sink, declare, stored):
    sink = declare(make_sink(), UseDicomTls=True)
    assert http_client.post("/modalities/sink/echo", b"{}").status == 400
    assert sink.calls == []
