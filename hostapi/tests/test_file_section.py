import io

from broch_hostapi.files import FileSection
from hypothesis import given
from hypothesis import strategies as st


@given(st.binary(max_size=50), st.integers(0, 60), st.integers(0, 60), st.lists(st.integers(-1, 20), max_size=8))
def test_reads_as_the_slice_does(content, start, stop, sizes):
    section = FileSection(io.BytesIO(content), start, stop)
    expected = io.BytesIO(content[start:stop])
    for size in sizes:
        assert section.read(size) == expected.read(size)
    section.seek(0)
    expected.seek(0)
    assert section.read() == expected.read()


def test_closes_its_file():
    file = io.BytesIO(b"abc")
    with FileSection(file, 1, 2) as section:
        buffer = bytearray(5)
        assert section.readinto(buffer) == 1
        assert section.tell() == 1
    assert file.closed
