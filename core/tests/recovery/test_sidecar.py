from contextlib import suppress

import pytest
from broch.recovery.sidecar import START, Sidecar, parse_sidecar
from broch_hostapi import Attachment, Level
from broch_hostapi.errors import BadFile
from hypothesis import given
from hypothesis import strategies as st

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(0, (1 << 63) - 1)
attachments = st.builds(Attachment, numbers, text, text, numbers, text, numbers, text, numbers, numbers)


@st.composite
def sidecars(draw):
    level = draw(st.sampled_from(list(Level)))
    uids = tuple(draw(st.lists(text, min_size=level + 1, max_size=level + 1)))
    metadata = draw(st.dictionaries(text, st.tuples(text, numbers), max_size=4))
    labels = tuple(draw(st.lists(text, max_size=3)))
    kept = tuple(draw(st.lists(attachments, max_size=3)))
    return Sidecar(level, draw(text), uids, draw(numbers), metadata, labels, kept, draw(st.booleans()))


def example():
    attachment = Attachment(1024, "u", "aa/bb/u.1024", 3, "m", 3, "m", revision=2)
    return Sidecar(Level.STUDY, "id", ("P1", "1.2"), 7, {"1024": ("värde", 1)}, ("urgent",), (attachment,))


@given(sidecars())
def test_what_is_written_can_be_read(sidecar):
    content = sidecar.encode()
    assert content.startswith(START)
    assert parse_sidecar(content) == sidecar


@given(st.binary(max_size=200))
def test_anything(content):
    with pytest.raises(BadFile):
        parse_sidecar(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(text, children, max_size=3), max_leaves=8,
)  # fmt: skip


@given(st.data())
def test_every_member_is_looked_at(data):
    """Whatever stands in the place of a member, the answer is a sidecar or BadFile."""
    import json

    document = json.loads(example().encode())
    holder = document
    name = data.draw(st.sampled_from(sorted(document)))
    if name in ("metadata", "attachments") and data.draw(st.booleans()):
        holder = document["metadata"]["1024"] if name == "metadata" else document["attachments"][0]
        name = data.draw(st.sampled_from(sorted(holder)))
    if data.draw(st.booleans()):
        holder[name] = data.draw(json_values)
    else:
        del holder[name]
    with suppress(BadFile):
        assert isinstance(parse_sidecar(json.dumps(document).encode()), Sidecar)


@given(st.integers(0, 400), st.integers(0, 255))
def test_flipped_bytes(position, value):
    content = bytearray(example().encode())
    content[position % len(content)] = value
    with suppress(BadFile):
        parse_sidecar(bytes(content))


def test_a_newer_version():
    with pytest.raises(BadFile, match="version 2"):
        parse_sidecar(example().encode().replace(b'"broch-sidecar":1', b'"broch-sidecar":2'))


def test_members_of_later_versions_are_ignored():
    content = example().encode().replace(b'"protected"', b'"colour":"red","protected"')
    assert parse_sidecar(content) == example()


def test_depth(tmp_path):
    with pytest.raises(BadFile):
        parse_sidecar(START + b"[" * 100_000)
