import io
import mmap

import pytest
from broch.dimse import command
from broch.dimse.message import COMMAND, LAST, Assembler, blocks, fragment
from broch.dimse.negotiation import AcceptedContext
from broch.dimse.pdu import ProtocolError

CT = "1.2.840.10008.5.1.4.1.1.2"
CONTEXTS = {n: AcceptedContext(n, CT, "1.2.840.10008.1.2", as_scu=False, as_scp=True) for n in (1, 3)}
STORE = command.store_request(1, CT, "1.2.3")


def assembler(**options) -> Assembler:
    return Assembler(CONTEXTS, options.pop("spool", io.BytesIO), **options)


def feed(gatherer, *fragments):
    for context, control, data in fragments:
        message = gatherer.add(context, control, memoryview(data))
    return message


def test_command_and_data_in_pieces():
    message = feed(
        assembler(), (1, COMMAND, STORE[:10]), (1, COMMAND, b""), (1, COMMAND, STORE[10:]), (1, COMMAND | LAST, b""),
        (1, 0, b"ab"), (1, 0, b""), (1, LAST, b"cd"),
    )  # fmt: skip
    assert message.command[command.AFFECTED_SOP_INSTANCE_UID] == "1.2.3"
    assert message.data == b"abcd"
    assert message.context is CONTEXTS[1]


def test_empty_data_set_is_not_none():
    assert feed(assembler(), (1, COMMAND | LAST, STORE), (1, LAST, b"")).data == b""


def test_no_data_set():
    gatherer = assembler()
    message = feed(gatherer, (1, COMMAND | LAST, command.echo_request(1, CT)))
    assert message.data is None
    assert not gatherer.started


@pytest.mark.parametrize(
    "fragments",
    [
        [(5, COMMAND, STORE)],
        [(1, LAST, b"ab")],
        [(1, COMMAND, STORE[:10]), (1, 0, b"ab")],
        [(1, COMMAND | LAST, STORE), (1, COMMAND | LAST, STORE)],
        [(1, COMMAND, STORE[:10]), (3, COMMAND, STORE[10:])],
        [(1, COMMAND | LAST, STORE), (3, LAST, b"ab")],
        [(1, COMMAND | LAST, b"\0\0\0")],
        [(1, COMMAND | LAST, command.encode({command.STATUS: 0}))],
        [(1, COMMAND, bytes(40)), (1, COMMAND, bytes(3000))],
        [(1, COMMAND | LAST, STORE), (1, 0, bytes(3000)), (1, 0, bytes(3000))],
    ],
)
def test_what_makes_no_message(fragments):
    with pytest.raises(ProtocolError):
        feed(assembler(maximum_command=3000, maximum_data_set=5000), *fragments)


class Closable(io.BytesIO):
    closings = 0

    def close(self):
        self.closings += 1
        super().close()


def test_large_data_go_to_a_file():
    message = feed(
        assembler(spool_threshold=10), (1, COMMAND | LAST, STORE), (1, 0, b"0123456789"), (1, 0, b"ab"), (1, LAST, b"c")
    )
    assert isinstance(message.data, io.BytesIO)
    assert message.data.tell() == 0
    assert message.data.read() == b"0123456789abc"
    message.close()
    assert message.data.closed


@pytest.mark.parametrize("broken", ["make", "write", "seek"])
def test_a_full_disk_loses_the_data_set_not_the_message(broken):
    class Full(Closable):
        def write(self, data):
            raise OSError(28, "No space left on device")

    class FullAtLast(Closable):
        def seek(self, *_):
            raise OSError(28, "No space left on device")

    file = FullAtLast() if broken == "seek" else Full()

    def spool():
        if broken == "make":
            raise OSError(24, "Too many open files")
        return file

    gatherer = assembler(spool=spool, spool_threshold=2)
    message = feed(gatherer, (1, COMMAND | LAST, STORE), (1, 0, b"01234"), (1, LAST, b"ab"))
    assert isinstance(message.failure, OSError)
    assert message.data is None
    assert file.closings == (broken != "make")
    assert feed(gatherer, (1, COMMAND | LAST, STORE), (1, LAST, b"x")).data == b"x"


def test_unfinished_file_is_closed():
    file = Closable()
    gatherer = assembler(spool=lambda: file, spool_threshold=2)
    feed(gatherer, (1, COMMAND | LAST, STORE), (1, 0, b"01234"))
    gatherer.discard_data()
    assert file.closed


def split(pdus: bytes):
    while pdus:
        length = int.from_bytes(pdus[2:6], "big")
        assert pdus[0] == 4
        assert int.from_bytes(pdus[6:10], "big") == length - 4
        yield pdus[10], pdus[11], pdus[12 : length + 6]
        pdus = pdus[length + 6 :]


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 95])
def test_fragments_fit_and_come_together_again(size):
    data = bytes(range(size))
    parts = list(split(b"".join(fragment(3, 0, data, 10))))
    assert b"".join(part for _, _, part in parts) == data
    assert {context for context, _, _ in parts} == {3}
    assert all(len(part) <= 10 for _, _, part in parts)
    assert [control for _, control, _ in parts] == [0] * (len(parts) - 1) + [LAST]


@pytest.mark.parametrize("size", [0, 1, 4096, 1 << 19, (1 << 20) + 3, 1_500_000])
def test_blocks_of_any_source(size, tmp_path):
    data = bytes(i * 7 & 255 for i in range(256)) * (size // 256 + 1)
    data = data[:size]
    path = tmp_path / "data"
    path.write_bytes(data)
    pieces = [data[i : i + 1001] for i in range(0, size, 1001)]
    with path.open("rb") as file, path.open("rb") as other:
        sources = [data, bytearray(data), memoryview(data), file, pieces, iter([b"", *pieces, b""])]
        if size:
            sources.append(mmap.mmap(other.fileno(), 0, access=mmap.ACCESS_READ))
        for source in sources:
            joined, lasts, sizes = b"", [], []
            for block, last in blocks(source, 4090):
                joined += block
                lasts.append(last)
                sizes.append(len(block))
            assert joined == data
            assert lasts == [False] * (len(lasts) - 1) + [True]
            assert all(count % 4090 == 0 for count in sizes[:-1])
