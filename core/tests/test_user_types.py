import json

import pytest
from broch.config import read_configuration
from broch.user_types import AttachmentNames, MetadataNames, bad_content_types, bad_metadata_names
from broch_hostapi.errors import ConfigurationError, NotFound


def test_metadata():
    names = MetadataNames({"mine": 1024})
    assert [names.number(text) for text in ("mine", "1024", "LastUpdate", "7", "0", "70000")] == [
        1024,
        1024,
        7,
        7,
        0,
        70000,
    ]
    assert [names.key(number) for number in (1024, 7, 900)] == ["1024", "LastUpdate", "900"]
    assert [names.name(number) for number in (1024, 1025, 7)] == ["mine", "1025", "LastUpdate"]
    assert [names.number_of_key(key) for key in ("1024", "LastUpdate", "word")] == [1024, 7, 65536]
    for unknown in ("yours", "-1", "", "1" * 20, "²"):
        with pytest.raises(NotFound):
            names.number(unknown)


def test_metadata_as_the_index_has_them():
    names = MetadataNames({"mine": 1024})
    assert [names.key_of(name) for name in ("mine", "1024", "LastUpdate", "7", "word")] == [
        "1024", "1024", "LastUpdate", "LastUpdate", "word",
    ]  # fmt: skip
    shown = names.shown({"1024": "a", "1025": "b", "LastUpdate": "c", "word": "d"})
    assert shown == {"mine": "a", "1025": "b", "LastUpdate": "c", "word": "d"}


def test_attachments():
    names = AttachmentNames({"report": [1024, "application/pdf"], "raw": 1025})
    assert [names.number(text) for text in ("report", "raw", "1026", "dicom", "dicom-as-json")] == [
        1024,
        1025,
        1026,
        1,
        2,
    ]
    assert [names.name(kind) for kind in (1, 1024, 1026)] == ["dicom", "report", "1026"]
    assert names.media_type(1) == "application/dicom"
    assert [names.media_type(kind) for kind in (1024, 1025, 1026)] == [
        "application/pdf",
        *["application/octet-stream"] * 2,
    ]
    for unknown in ("sidecar", "nope"):
        with pytest.raises(NotFound):
            names.number(unknown)


@pytest.mark.parametrize(
    "wrong",
    [
        {"a": 1023}, {"a": 65536}, {"a": "x"}, {"a": True}, {"a": 1024, "b": 1024}, {"LastUpdate": 1024},
        {"1030": 1024}, {"a": None}, {"a": 1024.0},
    ],
)  # fmt: skip
def test_what_the_reference_refuses_as_metadata(wrong, tmp_path):
    assert bad_metadata_names(wrong)
    file = tmp_path / "broch.json"
    file.write_text(json.dumps({"UserMetadata": wrong}))
    with pytest.raises(ConfigurationError, match="UserMetadata"):
        read_configuration([file])


@pytest.mark.parametrize(
    "wrong",
    [
        {"dicom": 1024}, {"a": [1024]}, {"a": [1024, "text/plain", "y"]}, {"a": 1}, {"a": "1024"},
        {"a": ["x", "text/plain"]},
        {"a": 1024, "b": [1024, "text/plain"]}, {"a": [1024, 5]}, {"a": [1024, "text/plain\r\nX: y"]},
    ],
)  # fmt: skip
def test_what_the_reference_refuses_as_attachments(wrong, tmp_path):
    assert bad_content_types(wrong)
    file = tmp_path / "broch.json"
    file.write_text(json.dumps({"UserContentType": wrong}))
    with pytest.raises(ConfigurationError, match="UserContentType"):
        read_configuration([file])


def test_what_is_right():
    assert bad_metadata_names({"a": 1024, "b": 65535, "with space": 2000}) is None
    assert bad_content_types({"a": 1024, "b": [65535, "text/plain"]}) is None
