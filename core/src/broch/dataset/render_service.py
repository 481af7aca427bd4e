"""Images and values of stored instances: hostapi's ``RenderService``."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from broch_hostapi import Rendition, Spool
from broch_hostapi.errors import NotAcceptable

from broch.dataset.image_format import JPEG, encode, media_type_of
from broch.dataset.render import AS_IT_IS, draw
from broch.dataset.service import DataSets
from broch.dataset.slice_order import INSTANCE_NUMBER, ORIENTATION, POSITION, Slice, in_order
from broch.dataset.turns import Turns

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIXTEEN_BITS = ("image-uint16", "image-int16")


class Rendering:
    """Nothing is kept: a frame is drawn each time it is asked for.

    As many frames are worked on as there are processors; ``waiting`` more may wait. ``reference_png``: as ``encode``.
    """

    def __init__(self, datasets: DataSets, spool: Spool, *, waiting: int, reference_png: bool = False) -> None:
        self._datasets = datasets
        self._spool = spool
        self._reference_png = reference_png
        self._turns = Turns(os.cpu_count() or 1, waiting)

    def render(
        self, public_id: str, frame: int, mode: str, accept: str = "image/png", quality: int = 90,
        rendition: Rendition | None = None,
    ) -> tuple[str, bytes]:  # fmt: skip
        """A frame as an image: media type and bytes."""
        media_type = media_type_of(accept)
        if media_type == JPEG and mode in _SIXTEEN_BITS:
            raise NotAcceptable(f"An image of 16 bits cannot be given as {media_type}")
        with self._datasets.open(public_id) as dataset, self._turns.turn():
            image = draw(dataset.scan, frame, mode, rendition or AS_IT_IS)
            return media_type, encode(image, media_type, quality, reference_png=self._reference_png)

    def numpy(
        self, public_ids: Sequence[str], frame: int | None = None, *, rescale: bool = True, compress: bool = False
    ) -> Iterator[bytes]:
        """Values as a .npy or .npz file; several instances in the order of their slices."""
        from broch.dataset.numpy_format import npy, npz

        ordered, count = self._survey(public_ids)
        file = npy(self._values(ordered, frame, rescale), None if frame is not None else count)
        return npz(file, self._spool) if compress else file

    def matlab(self, public_id: str, frame: int = 0) -> Iterator[bytes]:
        """Stored values of a frame as text."""
        from broch.dataset.matlab import expression

        for values in self._values([public_id], frame, rescale=False):
            yield from expression(values)

    def _survey(self, public_ids: Sequence[str]) -> tuple[list[str], int]:
        """The instances in the order of their slices, and how many frames they have together."""
        slices, frames = [], 0
        for public_id in public_ids:
            with self._datasets.open(public_id) as dataset:
                frames += max(1, dataset.number_of_frames)
                slices.append(Slice(public_id, *map(dataset.text, (ORIENTATION, POSITION, INSTANCE_NUMBER))))
        return in_order(slices) if len(slices) > 1 else list(public_ids), frames

    def _values(self, public_ids: Sequence[str], frame: int | None, rescale: bool) -> "Iterator[NDArray[Any]]":
        from broch.dataset.frame_values import frame_values

        for public_id in public_ids:
            with self._datasets.open(public_id) as dataset:
                for number in range(max(1, dataset.number_of_frames)) if frame is None else (frame,):
                    with self._turns.turn():
                        values = frame_values(dataset.scan, number, rescale=rescale)
                    yield values
