from hashlib import sha1

from broch.dataset.identifiers import is_public_id, public_ids


def test_are_those_that_orthanc_gives():
    # Observed on Orthanc 1.10.1 for CT_small.dcm of pydicom.
    study, series = "1.3.6.1.4.1.5962.1.2.1.20040119072730.12322", "1.3.6.1.4.1.5962.1.3.1.1.20040119072730.12322"
    ids = public_ids("1CT1", study, series, "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322")
    assert ids.instance == "f689ddd2-662f8fe1-8b18180d-ec2a2cee-937917af"


def test_missing_values_are_empty_and_text_is_utf_8():
    assert public_ids("", "", "", "").patient.replace("-", "") == sha1(b"").hexdigest()
    assert public_ids("ét", "1.2.3", "1.2.5", "1.2.3.4").instance == "90809069-3355d12f-06fdd0b8-e06ed09e-377587c1"


def test_padding_does_not_count_but_a_leading_space_of_the_patient_id_does():
    plain = public_ids("a", "1.2", "1.3", "1.4")
    assert public_ids("a ", " 1.2\0", "1.3 ", "1.4\0") == plain
    assert public_ids(" a", "1.2", "1.3", "1.4").patient != plain.patient


def test_form():
    assert is_public_id(public_ids("a", "1", "2", "3").series)
    for text in ("", "f689ddd2", "F689DDD2-662f8fe1-8b18180d-ec2a2cee-937917af", "f689ddd2-662f8fe1-8b18180d-ec2a2cee"):
        assert not is_public_id(text)
    assert not is_public_id(plain := "f689ddd2-662f8fe1-8b18180d-ec2a2cee-937917af\n"), plain
