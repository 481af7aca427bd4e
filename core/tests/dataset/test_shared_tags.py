from broch.dataset.scan import scan_file
from broch.dataset.shared_tags import SharedTags


def test_what_several_have_in_common(sample):
    ct, mr = (scan_file(sample(name)) for name in ("CT_small.dcm", "MR_small.dcm"))
    shared = SharedTags()
    assert (shared.json(), shared.is_nothing) == ({}, False)
    shared.add(ct)
    alone = shared.json("short")
    assert alone["0010,0020"] == "1CT1"
    assert not {"0010,1002", "7fe0,0010"} & alone.keys()  # a sequence, and pixels
    shared.add(mr)
    assert shared.json()["0010,0030"] == {"Name": "PatientBirthDate", "Type": "String", "Value": ""}
    assert shared.json("simplified").keys() >= {"PatientBirthDate"}
    assert "PatientID" not in shared.json("simplified")


def test_nothing_in_common():
    data = [b"\x08\0\x60\0CS\2\0CT", b"\x08\0\x60\0CS\2\0MR"]
    shared = SharedTags()
    for one in data:
        shared.add(scan_file(one))
    assert shared.is_nothing
