"""WADO-RS: frames of an instance, as they are stored (PS3.18 10.4.1.1.6)."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from broch_hostapi import DataSet, Host, Resource
from broch_hostapi.errors import LimitExceeded, NotAcceptable, NotFound, ParameterOutOfRange

from broch_dicomweb.media_types import MULTIPART, OCTET_STREAM, TRANSFER_SYNTAX_MEDIA_TYPES, MediaType
from broch_dicomweb.multipart_writer import Multipart, Piece, pieces_of
from broch_dicomweb.retrieve import Retrieval

MOST_FRAMES = 100_000
_EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
_AS_EXPLICIT = frozenset(("", "1.2.840.10008.1.2", "1.2.840.10008.1.2.1.99"))
"""Transfer syntaxes whose native pixel data has the bytes of explicit VR little endian (deflated: once inflated)."""


def parse_frames(text: str) -> list[int]:
    """Frame numbers, the first is 1, from ``1,2,5``. Raises ``ParameterOutOfRange``, ``LimitExceeded``."""
    numbers = text.split(",")
    if len(numbers) > MOST_FRAMES:
        raise LimitExceeded("The number of frames of a request", MOST_FRAMES)
    if not all(number.isascii() and number.isdigit() and len(number) < 10 and int(number) > 0 for number in numbers):
        raise ParameterOutOfRange("Frames are given as numbers from 1 on, separated by commas")
    return [int(number) for number in numbers]


def retrieve_frames(
    host: Host, resource: Resource, numbers: Sequence[int] | None, accept: Sequence[MediaType], url: str
) -> Retrieval:
    """Frames as they are stored, all of them if ``numbers`` is None; ``url`` is that of the instance.

    Raises ``ParameterOutOfRange`` for a frame that there is not, ``NotAcceptable``, ``UnsupportedImage``.
    """
    with ExitStack() as stack:
        dataset = stack.enter_context(host.datasets.open(resource.id))
        count = dataset.number_of_frames
        chosen = numbers or range(1, count + 1)
        if not count:
            raise NotFound("pixel data of instance", resource.uid)
        if max(chosen) > count:
            raise ParameterOutOfRange(f"The instance has {count} frames")
        media_type, single = _choose(dataset.transfer_syntax, accept)
        if single and len(chosen) == 1:
            frame = dataset.frame(chosen[0] - 1)
            return Retrieval(media_type, len(frame), (bytes(frame),))
        multipart = Multipart(media_type.partition(";")[0])
        body = _Frames(dataset, multipart, media_type, chosen, url)
        length = body.length_if_one()
        body.keep_open(stack.pop_all())
        return Retrieval(multipart.content_type, length, body)


class _Frames:
    """The body of an answer, which holds the data set open until it is sent or given up."""

    def __init__(
        self, dataset: DataSet, multipart: Multipart, media_type: str, numbers: Sequence[int], url: str
    ) -> None:
        self._dataset = dataset
        self._multipart = multipart
        self._media_type = media_type
        self._numbers = numbers
        self._url = url
        self._first = dataset.frame(numbers[0] - 1)  # raises before anything is sent
        self._stack = ExitStack()

    def _head(self, number: int, size: int) -> bytes:
        return self._multipart.head(self._media_type, size, f"{self._url}/frames/{number}")

    def length_if_one(self) -> int | None:
        """Length of the whole if it is one frame."""
        if len(self._numbers) > 1:
            return None
        size = len(self._first)
        return len(self._head(self._numbers[0], size)) + size + len(self._multipart.tail)

    def keep_open(self, stack: ExitStack) -> None:
        """Close this at the end."""
        self._stack = stack

    def __iter__(self) -> Iterator[Piece]:
        for position, number in enumerate(self._numbers):
            frame = self._dataset.frame(number - 1) if position else self._first
            yield from pieces_of(self._head(number, len(frame)), frame)
        yield self._multipart.tail

    def close(self) -> None:
        """Close the data set."""
        self._stack.close()


def _choose(transfer_syntax: str, accept: Sequence[MediaType]) -> tuple[str, bool]:
    """Media type of a frame, with its transfer syntax, and whether the client wants it without multipart."""
    natural = TRANSFER_SYNTAX_MEDIA_TYPES.get(transfer_syntax, OCTET_STREAM)
    syntax = _EXPLICIT_LITTLE_ENDIAN if transfer_syntax in _AS_EXPLICIT else transfer_syntax
    for wanted in accept:
        single = wanted.name not in (MULTIPART, "multipart/*")
        kind = wanted if single else MediaType(wanted.part_type or "*/*", wanted.parameters)
        asked = kind.transfer_syntax
        if asked not in ("", "*", syntax, transfer_syntax):
            continue
        if kind.covers(natural):
            return f"{natural}; transfer-syntax={syntax}", single and wanted.name != "*/*"
        if kind.name == OCTET_STREAM and asked:
            return f"{OCTET_STREAM}; transfer-syntax={syntax}", single
    raise NotAcceptable(f"Frames are given as they are stored, here {natural}; transfer-syntax={syntax}")
