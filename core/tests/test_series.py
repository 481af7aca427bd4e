import pytest
from broch.series import expected_instances, index_in_series
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, None),
        ({"ImagesInAcquisition": "10", "NumberOfTemporalPositions": "3"}, 30),
        ({"ImagesInAcquisition": "10"}, None),
        ({"ImagesInAcquisition": "10", "NumberOfTemporalPositions": "0"}, None),
        ({"NumberOfSlices": "20"}, None),
        ({"NumberOfSlices": "20", "CardiacNumberOfImages": "7"}, 7),
        ({"NumberOfSlices": "20", "NumberOfTimeSlices": "4"}, 80),
        ({"CardiacNumberOfImages": " 7 "}, 7),
        ({"CardiacNumberOfImages": "-7"}, None),
        ({"CardiacNumberOfImages": "0"}, None),
        ({"NumberOfSlices": "70000", "NumberOfTimeSlices": "70000"}, None),
        ({"NumberOfSlices": "99999999999"}, None),
    ],
)
def test_expected_instances(tags, expected):
    assert expected_instances(tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, None),
        ({"InstanceNumber": "5 "}, 5),
        ({"ImageIndex": "8"}, 8),
        ({"InstanceNumber": "x", "ImageIndex": "2"}, 2),
    ],
)
def test_index_in_series(tags, expected):
    assert index_in_series(tags) == expected


@given(st.dictionaries(st.sampled_from(["InstanceNumber", "ImageIndex", "NumberOfSlices"]), st.text()))
def test_nonsense_raises_nothing(tags):
    index_in_series(tags)
    expected_instances(tags)
