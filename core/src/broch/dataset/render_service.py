"""Images of stored instances: hostapi's ``RenderService``."""

from broch.dataset.render import draw, encode, media_type_of
from broch.dataset.service import DataSets


class Rendering:
    """Nothing is kept: a frame is drawn each time it is asked for."""

    def __init__(self, datasets: DataSets) -> None:
        self._datasets = datasets

    def render(
        self, public_id: str, frame: int, mode: str, accept: str = "image/png", quality: int = 90
    ) -> tuple[str, bytes]:
        """A frame as an image: media type and bytes."""
        media_type = media_type_of(accept)
        with self._datasets.open(public_id) as dataset:
            return media_type, encode(draw(dataset.scan, frame, mode), media_type, quality)
