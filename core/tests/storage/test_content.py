import tempfile

from broch.storage import content
from broch.storage.content import Content
from hypothesis import given
from hypothesis import strategies as st


@given(st.binary(max_size=60), st.binary(max_size=9), st.integers(1, 20))
def test_all_bytes_each_time_from_memory_and_from_a_file(body, front, chunk):
    content.CHUNK = chunk
    try:
        with tempfile.TemporaryFile() as file:
            file.write(body)
            file.flush()
            for source in (body, bytearray(body), memoryview(body), file):
                for _ in range(2):
                    pieces = [bytes(piece) for piece in Content(source, front).chunks()]
                    assert b"".join(pieces) == front + body
                    assert all(len(piece) <= max(chunk, len(front)) for piece in pieces)
    finally:
        content.CHUNK = 1 << 20
