"""How many instances a series should have, and which place an instance has among them."""

from collections.abc import Collection, Mapping

MAXIMUM = 1 << 31
"""Above it a count is a mistake of the sender."""


COUNTS = (0x00201002, 0x00540081, 0x00181090)
"""Tags of ImagesInAcquisition, NumberOfSlices and CardiacNumberOfImages."""


def tells_how_many(elements: Collection[int]) -> bool:
    """Whether one of these elements may say how many instances there should be."""
    return any(tag in elements for tag in COUNTS)


def expected_instances(series_tags: Mapping[str, str]) -> int | None:
    """From the attributes that some modalities fill in, by the rule of Orthanc 1.10.1; None if they tell nothing.

    NumberOfSlices alone does not: a gated PET series has that many at each of its R-R intervals and time slots.
    """
    for count, times in (
        ("ImagesInAcquisition", "NumberOfTemporalPositions"),
        ("NumberOfSlices", "NumberOfTimeSlices"),
        ("CardiacNumberOfImages", ""),
    ):
        number = whole_number(series_tags.get(count, ""))
        factor = whole_number(series_tags.get(times, "")) if times else 1
        if number and factor and number * factor < MAXIMUM:
            return number * factor
    return None


def index_in_series(instance_tags: Mapping[str, str]) -> int | None:
    """InstanceNumber (0020,0013), else ImageIndex (0054,1330)."""
    number = whole_number(instance_tags.get("InstanceNumber", ""))
    return number if number is not None else whole_number(instance_tags.get("ImageIndex", ""))


def whole_number(text: str) -> int | None:
    """A count as an IS or US value gives it; None for anything that is not one."""
    stripped = text.strip()
    if not stripped.isascii() or not stripped.isdigit() or len(stripped) > 10:
        return None
    number = int(stripped)
    return number if number < MAXIMUM else None
