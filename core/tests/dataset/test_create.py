"""New instances from JSON: elements, content, characters, refusals."""

import base64
import io
from datetime import datetime

import pytest
from broch.dataset.create import CreateRequest, NewInstances, Parent
from broch.dataset.scan import scan_file
from broch_hostapi import Level
from broch_hostapi.errors import (
    BadFile,
    BadParameterType,
    BadRequest,
    BrochError,
    InheritedTag,
    LimitExceeded,
    NotDataUri,
    ParameterOutOfRange,
    PixelDataAsTag,
    UnknownParent,
    UnknownTag,
    UnsupportedImage,
    UnsupportedMediaType,
)
from broch_hostapi.testing.datasets import make_instance
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 11, 22, 21, 14, 45)
PDF = b"%PDF-1.4\n%%EOF\n"


def uri(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def png(shape=(3, 5), dtype="uint8") -> str:
    import imagecodecs
    import numpy as np

    count = int(np.prod(shape))
    return uri("image/png", imagecodecs.png_encode((np.arange(count) * 37 % 251).astype(dtype).reshape(shape)))


def jpeg(shape=(16, 24, 3)) -> bytes:
    import imagecodecs
    import numpy as np

    return imagecodecs.jpeg8_encode((np.arange(int(np.prod(shape))) % 251).astype("uint8").reshape(shape))


def made(body, parent=None, charset="ISO_IR 100"):
    """As pydicom reads it."""
    import pydicom

    new = NewInstances(CreateRequest.from_json(body), parent, NOW, charset)
    files = list(new.files())
    for file in files:
        scan_file(file)
    read = [pydicom.dcmread(io.BytesIO(file)) for file in files]
    return read if new._request.several else read[0]


def tags(**values):
    return {"Tags": values}


def test_what_is_made_up():
    ds = made(tags(PatientName="A^B"))
    assert ds.PatientName == "A^B"
    assert ds.SpecificCharacterSet == "ISO_IR 100"
    for name in ("InstanceCreation", "Study", "Series", "Acquisition", "Content"):
        assert (ds[f"{name}Date"].value, ds[f"{name}Time"].value) == ("20261122", "211445.000000")
    assert len(ds.PatientID) == 36
    assert len({ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.SOPInstanceUID}) == 3
    assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
    assert ds.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1"
    assert "SOPClassUID" not in ds


def test_the_old_form_makes_up_identifiers_alone():
    ds = made({"PatientName": "A", "SOPInstanceUID": "1.2.4", "PixelData": png()})
    assert {element.keyword for element in ds if element.tag.group < 0x28} == {
        "PatientName", "PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID",
    }  # fmt: skip
    assert (ds.SOPInstanceUID, ds.Rows) == ("1.2.4", 3)
    assert made({"PatientName": "Ünï"}).SpecificCharacterSet == "ISO_IR 100"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("0010,0010", "A^B", "A^B"), ("0010-0020", "x", "x"), ("00100040", "M", "M"), ("PatientName", None, ""),
        ("Rows", "5", 5), ("Rows", "", None), ("AcquisitionMatrix", "1\\2\\3\\4", [1, 2, 3, 4]),
        ("TableSpeed", "1.5", 1.5), ("FrameIncrementPointer", "FrameTime", 0x00181063),
        ("FrameIncrementPointer", "0018,1063", 0x00181063), ("VectorGridData", "1.5", b"\0\0\xc0\x3f"),
        ("EncapsulatedDocument", "abc", b"abc\0"), ("ICCProfile", uri("application/octet-stream", b"abc"), b"abc\0"),
        ("LUTData", uri("application/octet-stream", b"abcd"), b"abcd"),
        ("PatientComments", uri("text/plain", b"abc"), "data:text/plain;base64,YWJj"),
        ("ImageType", "A\\B", ["A", "B"]), ("0010,9999", "x", b"x\0"),
    ],
)  # fmt: skip
def test_values(name, value, expected):
    from broch.dataset.dictionary import tag_of

    assert made({"Tags": {name: value}})[tag_of(name)].value == expected


def test_binary_values_stay_as_they_are_when_asked():
    text = uri("application/octet-stream", b"abc")
    ds = made(tags(ICCProfile=text) | {"InterpretBinaryTags": False})
    assert ds.ICCProfile.rstrip(b"\0") == text.encode()


def test_sequences():
    inner = [{"CodeValue": "x"}]
    ds = made(
        tags(RequestAttributesSequence=[{"ScheduledProtocolCodeSequence": inner}, {}], ReferencedImageSequence=[])
    )
    assert ds.RequestAttributesSequence[0].ScheduledProtocolCodeSequence[0].CodeValue == "x"
    assert len(ds.RequestAttributesSequence) == 2
    assert len(ds.ReferencedImageSequence) == 0
    assert len(made(tags(RequestAttributesSequence="")).RequestAttributesSequence) == 0


def test_private_elements_have_a_creator():
    ds = made({"Tags": {"0009,1001": "x", "0011,1101": "y"}, "PrivateCreator": "GEMS_IDEN_01"})
    assert (ds[0x00090010].value, ds[0x00110011].value) == ("GEMS_IDEN_01", "GEMS_IDEN_01")
    assert (ds[0x00091001].VR, ds[0x00091001].value) == ("LO", "x")
    given = made({"Tags": {"0009,0010": "GEMS_IDEN_01", "0009,1001": "x"}})
    assert (given[0x00090010].value, given[0x00091001].VR) == ("GEMS_IDEN_01", "LO")
    assert made({"Tags": {"0009,1001": "x"}})[0x00091001].value == b"x\0"


@pytest.mark.parametrize(
    ("charset", "name"),
    [("ISO_IR 192", "Иван"), ("ISO_IR 144", "Иван"), ("ISO_IR 100", "Ünï"), ("\\ISO 2022 IR 87", "山"),
     ("GB18030", "王^小东")],
)  # fmt: skip
def test_characters_as_asked(charset, name):
    ds = made(tags(SpecificCharacterSet=charset, PatientName=name, PatientComments="x"))
    assert str(ds.PatientName) == name


def test_utf8_where_nobody_chose_and_the_default_cannot_say_it():
    ds = made(tags(ReferencedStudySequence=[{"RetrieveURI": "x", "StudyDescription": "Иван"}]))
    assert ds.SpecificCharacterSet == "ISO_IR 192"
    assert ds.ReferencedStudySequence[0].StudyDescription == "Иван"


def parent(level=Level.SERIES, **elements) -> Parent:
    file = make_instance(
        OtherPatientIDs="OTHER", PatientAge="030Y", ProtocolName="PN", StationName="ST", **elements
    )  # fmt: skip
    return Parent.of(level, scan_file(file))


def test_a_parent_gives_its_modules():
    ds = made({"Tags": {"InstanceNumber": "9"}}, parent())
    assert (ds.PatientID, ds.StudyDescription, ds.Modality, ds.ProtocolName) == ("P1", "Study 1", "OT", "PN")
    assert (ds.StudyDate, ds.InstanceNumber, ds.OtherPatientIDs) == ("20200102", 9, "OTHER")
    assert ds.ReferringPhysicianName == ""
    assert "SeriesDate" not in ds
    assert "PatientAge" not in ds
    assert "StationName" not in ds
    assert "Rows" not in ds
    of_patient = made({"Tags": {}}, parent(Level.PATIENT))
    assert (of_patient.PatientID, of_patient.StudyDate) == ("P1", "20261122")
    assert "Modality" not in of_patient
    of_study = made({"Tags": {"Modality": "CT"}}, parent(Level.STUDY))
    assert (of_study.Modality, of_study.StudyID, of_study.SeriesDate) == ("CT", "1", "20261122")


def test_the_characters_of_a_parent():
    assert made({"Tags": {"SeriesDescription": "Ünï"}}, parent(Level.STUDY)).SpecificCharacterSet == "ISO_IR 100"
    russian = parent(Level.STUDY, SpecificCharacterSet="ISO_IR 144", PatientName="Иван")
    ds = made({"Tags": {"SeriesDescription": "Привет"}}, russian)
    assert (ds.SpecificCharacterSet, ds.PatientName, ds.SeriesDescription) == ("ISO_IR 144", "Иван", "Привет")
    wider = made({"Tags": {"SeriesDescription": "山"}}, russian)
    assert (wider.SpecificCharacterSet, wider.PatientName) == ("ISO_IR 192", "Иван")


def test_what_a_parent_has_is_not_replaced_but_with_force():
    for wanted in ({"PatientName": "X"}, {"PatientID": "X"}, {"Modality": "CT"}, {"StudyInstanceUID": "1.2"}):
        with pytest.raises(InheritedTag):
            made({"Tags": wanted}, parent())
        assert made({"Tags": wanted, "Force": True}, parent())
    ds = made({"Tags": {"PatientID": "P1", "StudyDate": "20300101"}}, parent())
    assert ds.StudyDate == "20300101"


def test_identifiers_need_force():
    wanted = {"StudyInstanceUID": "1.2.3", "SeriesInstanceUID": "1.2.3.4", "SOPInstanceUID": "1.2.3.4.5"}
    ds = made({"Tags": wanted, "Force": True})
    assert {name: ds[name].value for name in wanted} == wanted
    assert ds.file_meta.MediaStorageSOPInstanceUID == "1.2.3.4.5"


@pytest.mark.parametrize(
    ("shape", "dtype", "kept"),
    [((3, 5), "uint8", (3, 5)), ((3, 5), "uint16", (3, 5)), ((3, 5, 3), "uint8", (3, 5, 3)),
     ((3, 5, 4), "uint8", (3, 5, 3)), ((4, 4, 3), "uint16", (4, 4, 3))],
)  # fmt: skip
def test_png(shape, dtype, kept):
    import imagecodecs

    content = png(shape, dtype)
    ds = made({"Tags": {"Rows": "9"}, "Content": content})
    pixels = imagecodecs.png_decode(base64.b64decode(content.partition(",")[2]))
    if len(kept) == 3:
        pixels = pixels[:, :, :3]
        assert (ds.PhotometricInterpretation, ds.PlanarConfiguration) == ("RGB", 0)
    else:
        assert ds.PhotometricInterpretation == "MONOCHROME2"
    assert (ds.Rows, ds.Columns, ds.BitsAllocated) == (*shape[:2], pixels.dtype.itemsize * 8)
    assert ds.PixelData[: pixels.nbytes] == pixels.tobytes()
    assert len(ds.PixelData) == pixels.nbytes + pixels.nbytes % 2


def test_photometric_interpretation_of_the_caller_counts_for_grey():
    ds = made({"Tags": {"PhotometricInterpretation": "MONOCHROME1"}, "Content": png()})
    assert ds.PhotometricInterpretation == "MONOCHROME1"


def test_jpeg_decoded_or_as_it_is():
    import imagecodecs

    data = jpeg()
    ds = made({"Tags": {}, "Content": uri("image/jpeg", data)})
    assert ds.PixelData == imagecodecs.jpeg8_decode(data).tobytes()
    kept = made({"Tags": {"0070,0001": [], "FFFC,FFFC": "x"}, "Content": uri("image/jpeg", data), "Encapsulate": True})
    assert kept.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.4.50"
    assert kept.PhotometricInterpretation == "YBR_FULL_422"
    assert (kept.LossyImageCompression, kept.LossyImageCompressionMethod) == ("01", "ISO_10918_1")
    assert kept.pixel_array.shape == (16, 24, 3)
    assert kept[0xFFFCFFFC].value.rstrip(b"\0") == b"x"


@pytest.mark.parametrize(
    ("media_type", "sop_class", "modality"),
    [("application/pdf", "104.1", "OT"), ("model/stl", "104.3", "M3D"), ("model/obj", "104.4", "M3D"),
     ("model/mtl", "104.5", "M3D")],
)  # fmt: skip
def test_documents(media_type, sop_class, modality):
    ds = made(tags(DocumentTitle="T", SOPClassUID="1.2") | {"Content": uri(media_type, PDF)})
    assert ds.SOPClassUID == ds.file_meta.MediaStorageSOPClassUID == f"1.2.840.10008.5.1.4.1.1.{sop_class}"
    assert (ds.Modality, ds.ConversionType, ds.DocumentTitle) == (modality, "WSD", "T")
    assert (ds.EncapsulatedDocument.rstrip(b"\0"), ds.MIMETypeOfEncapsulatedDocument) == (PDF, media_type)
    assert made(tags(Modality="DOC") | {"Content": uri(media_type, PDF)}).Modality == "DOC"


def test_pam_and_raw_pixels():
    pam = b"P7\nWIDTH 2\nHEIGHT 2\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\nabcd"
    assert made({"Tags": {}, "Content": uri("image/x-portable-arbitrarymap", pam)}).PixelData == b"abcd"
    ds = made({"Tags": {"Rows": "2"}, "Content": uri("application/octet-stream", b"abc")})
    assert (ds.PixelData, ds.Rows) == (b"abc\0", 2)


def test_a_series():
    content = [png(), {"Content": png((4, 4)), "Tags": {"ImageComments": "two"}}, uri("application/pdf", PDF)]
    first, second, third = made(tags(PatientName="L", InstanceNumber="5") | {"Content": content})
    assert first.SeriesInstanceUID == second.SeriesInstanceUID == third.SeriesInstanceUID
    assert len({first.SOPInstanceUID, second.SOPInstanceUID, third.SOPInstanceUID}) == 3
    assert [(ds.InstanceNumber, ds.ImageIndex, ds.ImagesInAcquisition) for ds in (first, second, third)] == [
        (1, 1, 3), (2, 2, 3), (3, 3, 3),
    ]  # fmt: skip
    assert (second.ImageComments, second.Rows, first.Rows) == ("two", 4, 3)
    assert "ImageComments" not in first
    assert made(tags(PatientName="E") | {"Content": []}).PatientName == "E"


def test_identifiers_stay_when_files_are_asked_for_again():
    new = NewInstances(CreateRequest.from_json({"Tags": {}, "Content": [png(), png()]}), None, NOW, "ISO_IR 100")
    assert list(new.files()) == list(new.files())


def png_head(side: bytes) -> str:
    """Of a square image that is not there."""
    return uri("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + side + side + b"\x08\0\0\0\0")


SPECIAL = [
    ([], BadRequest), ("x", BadRequest), (None, BadRequest), ({"Tags": []}, BadRequest), ({"Tags": "a"}, BadRequest),
    ({"Content": png()}, UnknownTag), (tags(Nope="x"), UnknownTag), (tags(InstanceNumber=5), BadParameterType),
    (tags(PatientName=True), BadParameterType), (tags(PatientName={"a": "b"}), BadParameterType),
    (tags(ImageType=["A"]), BadParameterType), (tags(SpecificCharacterSet="NOPE"), ParameterOutOfRange),
    (tags(SpecificCharacterSet=""), ParameterOutOfRange), (tags(SpecificCharacterSet=5), ParameterOutOfRange),
    (tags(SpecificCharacterSet="ISO_IR 100", PatientName="Иван"), ParameterOutOfRange),
    (tags(StudyInstanceUID="1.2"), InheritedTag), (tags(SOPInstanceUID="1.2"), InheritedTag),
    ({"Tags": {"PatientName": "a", "0010,0010": "b"}}, InheritedTag), (tags(PatientName="a\0b"), ParameterOutOfRange),
    (tags() | {"Force": "x"}, BadRequest), (tags() | {"PrivateCreator": 5}, BadRequest),
    (tags() | {"InterpretBinaryTags": 1}, BadRequest), (tags() | {"Parent": 5}, UnknownParent),
    (tags(RequestAttributesSequence="x"), BadParameterType), (tags(RequestAttributesSequence=["x"]), BadParameterType),
    (tags(RequestAttributesSequence=[{"Nope": ""}]), UnknownTag), (tags(Rows="abc"), ParameterOutOfRange),
    (tags(Rows="70000"), ParameterOutOfRange), (tags(FrameIncrementPointer="zzz"), UnknownTag),
    (tags(PixelData="x"), PixelDataAsTag), ({"Tags": {"FFFE,E000": "x"}}, ParameterOutOfRange),
    (tags(AccessionNumber="x" * 70_000), LimitExceeded), (tags(CodeValue="Ü"), None),
    (tags(Modality="Ü"), ParameterOutOfRange),
    (tags(ICCProfile="data:x;base64,!!!"), ParameterOutOfRange),
    (tags() | {"Content": 5}, NotDataUri), (tags() | {"Content": None}, NotDataUri),
    (tags() | {"Content": [5]}, NotDataUri),
    (tags() | {"Content": [{"Tags": {}}]}, NotDataUri), (tags() | {"Content": [{"Content": png(),
    "Tags": 5}]}, BadRequest),
    (tags(PatientName="a") | {"Content": [{"Content": png(), "Tags": {"PatientName": "b"}}]}, InheritedTag),
    (tags() | {"Content": [{"Content": png(), "Tags": {"SOPInstanceUID": "1"}}]}, InheritedTag),
    (tags(SOPInstanceUID="1.2") | {"Force": True, "Content": [png(), png()]}, ParameterOutOfRange),
    (tags() | {"Content": ""}, BadFile), (tags() | {"Content": "hello"}, BadFile),
    (tags() | {"Content": "data:x,y"}, BadFile),
    (tags() | {"Content": uri("image/png", b"abc")}, BadFile),
    (tags() | {"Content": uri("image/jpeg", b"abc")}, BadFile),
    (tags() | {"Content": uri("image/jpeg", jpeg()[:-40])}, BadFile),
    (tags() | {"Content": uri("image/png", base64.b64decode(png((30, 50))[22:])[:-30])}, BadFile),
    (tags() | {"Content": uri("application/pdf", b"abc")}, BadFile),
    (tags() | {"Content": uri("image/gif", b"GIF89a")}, UnsupportedMediaType),
    (tags() | {"Content": uri("image/jpeg", jpeg((16, 16, 4)))}, UnsupportedImage),
    (tags() | {"Content": png_head(b"\0\1\0\0")}, UnsupportedImage),
    (tags() | {"Content": png_head(b"\0\0\xff\xff")}, LimitExceeded),
]  # fmt: skip


@pytest.mark.parametrize(("body", "error"), SPECIAL, ids=range(len(SPECIAL)))
def test_refusals(body, error):
    if error is None:
        assert made(body)
        return
    with pytest.raises(error):
        made(body)


def test_deep_sequences_end():
    value: list = []
    for _ in range(70):
        value = [{"ReferencedStudySequence": value}]
    with pytest.raises(LimitExceeded):
        made(tags(ReferencedStudySequence=value))


names = st.sampled_from(
    ["PatientName", "Rows", "ImageType", "FrameIncrementPointer", "TableSpeed", "RequestAttributesSequence",
     "ICCProfile", "LUTData", "VectorGridData", "0009,0010", "0009,1001", "SpecificCharacterSet", "SOPInstanceUID",
     "0002,0010", "0010,0000", "PixelData", "PatientID", "SelectorUVValue", "7FE1,1010", "FFFC,FFFC", "0010,0010"]
) | st.text(max_size=12)  # fmt: skip
texts = st.text(max_size=20) | st.sampled_from(
    ["ISO_IR 192", "ISO 2022 IR 87", "\\ISO 2022 IR 149", "1\\2", "data:a;base64,YWJj", "data:é;base64,é", "0018,1063",
     "Ünï", "Иван", "nan", "1e400", "GEMS_IDEN_01", png((2, 2)), uri("image/jpeg", jpeg((2, 2))[:300])]
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
bodies = values | st.fixed_dictionaries(
    {"Tags": st.dictionaries(names, values, max_size=5)},
    optional={
        "Content": values, "Force": st.booleans() | values, "Encapsulate": st.booleans() | values,
        "PrivateCreator": texts | values, "InterpretBinaryTags": st.booleans() | values, "Parent": values,
    },
)  # fmt: skip


@given(bodies, st.booleans())
def test_any_json_makes_instances_or_a_clear_error(body, below):
    try:
        new = NewInstances(CreateRequest.from_json(body), parent() if below else None, NOW, "ISO_IR 100")
        files = list(new.files())
    except BrochError:
        return
    assert len(files) == len(new)
    for file in files:
        scan_file(file)
