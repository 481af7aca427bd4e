import pytest
from broch.dataset.slice_order import Slice, in_order
from broch_hostapi.errors import BadRequest
from hypothesis import given
from hypothesis import strategies as st

AXIAL, FLIPPED, SAGITTAL = "1\\0\\0\\0\\1\\0", "0\\1\\0\\1\\0\\0", "0\\1\\0\\0\\0\\1"


def slices(*depths: float, orientation: str = AXIAL) -> list[Slice]:
    return [Slice(f"{depth}", orientation, f"0\\0\\{depth}", f"{n}") for n, depth in enumerate(depths)]


def test_along_the_normal() -> None:
    assert in_order(slices(10, 0, 5)) == ["0", "5", "10"]
    assert in_order(slices(10, 0, 5, orientation=FLIPPED)) == ["10", "5", "0"]


def test_by_number_if_they_do_not_lie_side_by_side() -> None:
    by_number = ["10", "0", "5"]
    volume = slices(10, 0, 5)
    assert in_order([volume[0]._replace(orientation=SAGITTAL), *volume[1:]]) == by_number
    assert in_order([volume[0], volume[1]._replace(position=""), volume[2]]) == by_number
    assert in_order([one._replace(position="0\\0\\1") for one in volume]) == by_number
    assert in_order([one._replace(number=str(-n)) for n, one in enumerate(slices(1, 1, 1))]) == ["1", "1", "1"]


def test_what_has_no_order_is_an_error() -> None:
    with pytest.raises(BadRequest):
        in_order([Slice("a", "", "", ""), Slice("b", "", "", "1")])
    assert in_order([]) == []


@given(st.lists(st.builds(Slice, st.text(max_size=2), *[st.text("0123456789.\\-e n", max_size=14)] * 3), max_size=4))
def test_any_text(found: list[Slice]) -> None:
    try:
        assert sorted(in_order(found)) == sorted(one.public_id for one in found)
    except BadRequest:
        assert len(found) > 0
