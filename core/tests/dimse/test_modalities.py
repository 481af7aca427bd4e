import contextlib
import threading

import pytest
from broch.dimse.modalities import ModalityRegistry, as_json, is_address_of, parse_modality
from broch_hostapi import Modality
from broch_hostapi.errors import BadParameterType, BadRequest, ParameterOutOfRange, UnknownModality
from hypothesis import given
from hypothesis import strategies as st


def test_the_short_form():
    assert parse_modality("pacs", ["PACS", "10.0.0.1", 104]) == Modality("pacs", "PACS", "10.0.0.1", 104)
    assert parse_modality("pacs", ["PACS", "h", "104", "GE"]).manufacturer == "GE"
    assert parse_modality("pacs", ["PACS", "h", "104", "SyngoVia"]).manufacturer == "GenericNoWildcardInDates"


def test_the_long_form_and_back():
    value = {
        "AET": "PACS",
        "Host": "h",
        "Port": 104,
        "Manufacturer": "Vitrea",
        "AllowEcho": False,
        "AllowFind": False,
        "AllowFindWorklist": False,
        "AllowGet": False,
        "AllowMove": False,
        "AllowStore": False,
        "AllowNAction": False,
        "AllowEventReport": False,
        "AllowTranscoding": False,
        "UseDicomTls": True,
        "LocalAet": "ME",
        "Timeout": 5,
    }
    modality = parse_modality("pacs", value)
    assert as_json(modality) == value
    assert list(as_json(modality)) == sorted(value)
    assert parse_modality("pacs", as_json(modality)) == modality


def test_storage_commitment_stands_for_both():
    base = {"AET": "A", "Host": "h", "Port": 104}
    modality = parse_modality("p", base | {"AllowStorageCommitment": False, "AllowNAction": True})
    assert (modality.allow_n_action, modality.allow_n_event_report) == (True, False)


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (["A", "h"], BadRequest, r"\[AET, Host, Port\]"),
        (["A", "h", 1, "GE", 5], BadRequest, "should be"),
        ("A", BadParameterType, "array or an object"),
        ({"Host": "h", "Port": 1}, BadRequest, "AET is missing"),
        ({"AET": "A", "Port": 1}, BadRequest, "Host is missing"),
        ({"AET": "A", "Host": "h"}, BadRequest, "Port is missing"),
        (["A", "h", "x"], BadParameterType, "Port"),
        (["A", "h", True], BadParameterType, "Port"),
        (["A", "h", 0], ParameterOutOfRange, "Port"),
        (["A", "h", 65536], ParameterOutOfRange, "Port"),
        ([5, "h", 1], BadParameterType, "AET"),
        (["A" * 17, "h", 1], ParameterOutOfRange, "AET"),
        (["A\\B", "h", 1], BadRequest, "AET"),
        (["A", " ", 1], BadRequest, "Host"),
        (["A", "h\n", 1], BadRequest, "Host"),
        (["A", "h", 1, "Acme"], BadRequest, "Manufacturer"),
        ({"AET": "A", "Host": "h", "Port": 1, "AllowEcho": "yes"}, BadParameterType, "AllowEcho"),
        ({"AET": "A", "Host": "h", "Port": 1, "Timeout": -1}, ParameterOutOfRange, "Timeout"),
        ({"AET": "A", "Host": "h", "Port": 1, "LocalAet": 5}, BadParameterType, "LocalAet"),
    ],
)
def test_mistakes_name_modality_and_member(value, error, said):
    with pytest.raises(error, match=f"'pacs': .*{said}"):
        parse_modality("pacs", value)


@pytest.mark.parametrize("name", ["", "a/b", "a.b", "a b", "ä", "a\n"])
def test_names_that_no_route_could_have(name):
    with pytest.raises(BadRequest):
        parse_modality(name, ["A", "h", 104])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(
                st.sampled_from(["AET", "Host", "Port", "Manufacturer", "AllowEcho", "Timeout", "x"]), inner
            )
        ),
        max_leaves=8,
    )
)
def test_anything_else_is_a_bad_request(value):
    with contextlib.suppress(BadRequest):
        assert parse_modality("p", value).name == "p"


def registry(**options):
    declared = {
        "b": Modality("b", "PACS", "10.0.0.2", 104),
        "a": Modality("a", "PACS", "10.0.0.1", 104),
        "c": Modality("c", "Other", "127.0.0.1", 104),
    }
    return ModalityRegistry(declared, **options)


def test_put_get_delete():
    modalities = registry()
    assert list(modalities.all()) == ["a", "b", "c"]
    modalities.put(Modality("d", "D", "h", 1))
    assert modalities.get("d").aet == "D"
    modalities.delete("d")
    for act in (modalities.get, modalities.delete):
        with pytest.raises(UnknownModality):
            act("d")


def test_what_was_read_does_not_change_under_the_reader():
    modalities = registry()
    seen = modalities.all()
    modalities.put(Modality("d", "D", "h", 1))
    assert "d" not in seen


def test_no_change_is_lost_between_threads():
    modalities = ModalityRegistry({})
    threads = [
        threading.Thread(target=lambda n=n: [modalities.put(Modality(f"{n}-{i}", "A", "h", 1)) for i in range(50)])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(modalities.all()) == 200


def name_of(modality):
    return modality.name if modality else None


@pytest.mark.parametrize(
    ("options", "aet", "ip", "found"),
    [
        ({}, "OTHER ", "10.9.9.9", "c"),
        ({"strict_aet": True}, "OTHER", "10.9.9.9", None),
        ({"strict_aet": True}, "Other", "1.1.1.1", "c"),
        ({"check_host": True}, "OTHER", "10.9.9.9", None),
        ({"check_host": True}, "OTHER", "::ffff:127.0.0.1", "c"),
        ({}, "pacs", "10.0.0.2", "b"),
        ({}, "pacs", "10.9.9.9", "a"),
        ({}, "nobody", "10.0.0.1", None),
    ],
)
def test_who_calls(options, aet, ip, found):
    assert name_of(registry(**options).caller(aet, ip)) == found


def test_hosts_by_name():
    assert is_address_of("localhost", "127.0.0.1")
    assert not is_address_of("localhost", "10.0.0.1")
    assert not is_address_of("a..b", "10.0.0.1")
