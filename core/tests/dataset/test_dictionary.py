from contextlib import suppress

import pytest
from broch.dataset import dictionary
from broch.dataset.private_dictionary import private_attribute
from broch_hostapi.errors import UnknownTag
from hypothesis import given
from hypothesis import strategies as st
from pydicom.datadict import DicomDictionary, RepeatersDictionary, private_dictionary_VR


def test_is_the_dictionary_of_pydicom():
    for tag, (vr, _, name, retired, keyword) in DicomDictionary.items():
        assert dictionary.attribute(tag) == (vr, keyword, name, bool(retired))
    assert len(dictionary._lines()) == len(DicomDictionary)


def test_repeating_groups_are_those_of_pydicom():
    for mask, (vr, _, name, _, keyword) in RepeatersDictionary.items():
        tag = int(mask.replace("x", "2"), 16)
        if tag not in DicomDictionary:
            assert dictionary.attribute(tag)[:3] == (vr, keyword, name)


@pytest.mark.parametrize(
    ("tag", "vr"),
    [
        (0x00100020, "LO"),
        (0x60020010, "US"),
        (0x50103000, "OW"),
        (0x00280106, "US"),
        (0x7FE00010, "OW"),
        (0x00090010, "LO"),
        (0x000910FF, "UN"),
        (0x00180000, "UL"),
        (0x00090000, "UL"),
        (0x00107777, "UN"),
        (0x60010010, "LO"),
    ],
)
def test_vr(tag, vr):
    assert dictionary.vr(tag) == vr


def test_keyword_and_name():
    assert dictionary.keyword(0x00100020) == "PatientID"
    assert dictionary.name(0x00100020) == "Patient ID"
    assert dictionary.keyword(0x00107777) == dictionary.name(0x00107777) == ""
    assert dictionary.format_tag(0x7FE00010) == "7fe0,0010"


@pytest.mark.parametrize("text", ["PatientID", "patientid", "0010,0020", "0010-0020", "00100020", "(0010,0020)"])
def test_tag_of(text):
    assert dictionary.tag_of(text) == 0x00100020


def test_tag_of_a_name_as_dcmtk_writes_retired_ones():
    assert dictionary.tag_of("RETIRED_StudyComments") == dictionary.tag_of("StudyComments") == 0x00324000


def test_tag_of_a_name_of_a_repeating_group():
    assert dictionary.tag_of("OverlayData") == 0x60003000
    assert dictionary.tag_of("overlayrows") == 0x60000010
    assert dictionary.tag_of("RETIRED_CurveData") == 0x50003000


@pytest.mark.parametrize("text", ["", "Nonsense", "0010", "0010,002", "0010,00200", "gggg,eeee", "Affected SOP"])
def test_tag_of_an_unknown_name(text):
    with pytest.raises(UnknownTag) as raised:
        dictionary.tag_of(text)
    assert raised.value.name == text


@given(st.text(max_size=20))
def test_tag_of_any_text_is_a_tag_or_unknown(text):
    with suppress(UnknownTag):
        assert 0 <= dictionary.tag_of(text) <= 0xFFFFFFFF


@given(st.integers(0, 0xFFFFFFFF))
def test_every_tag_has_a_vr_and_comes_back_from_its_text(tag):
    assert len(dictionary.vr(tag)) == 2
    assert dictionary.tag_of(dictionary.format_tag(tag)) == tag


def test_private_attributes_are_those_of_pydicom():
    known = private_attribute("GEMS_ACQU_01", 0x00191002)
    assert known.vr == private_dictionary_VR(0x00191002, "GEMS_ACQU_01")
    assert private_attribute("SIEMENS CSA HEADER", 0x00291110).vr == "OB"
    assert private_attribute("GEMS_IDEN_01", 0x00091001).name == "FullFidelity"
    assert private_attribute("nobody", 0x00091001) is None
    assert private_attribute("", 0x00091001) is None
