from broch.dimse import sop_classes
from broch.dimse.sop_classes import STORAGE_SOP_CLASSES, TRANSFER_SYNTAXES


def test_storage_classes_are_pynetdicom_s():
    from pynetdicom.presentation import AllStoragePresentationContexts

    assert set(STORAGE_SOP_CLASSES) == {context.abstract_syntax for context in AllStoragePresentationContexts}


def test_keywords_are_the_standard_s():
    import pynetdicom.sop_class
    from pydicom.uid import UID_dictionary

    for uid, keyword in STORAGE_SOP_CLASSES.items():
        assert keyword == UID_dictionary[uid][4] if uid in UID_dictionary else hasattr(pynetdicom.sop_class, keyword)
    named = {name: value for name, value in vars(sop_classes).items() if isinstance(value, str) and name[0].isupper()}
    assert len(named) > 40
    for keyword, uid in named.items():
        if uid in UID_dictionary and not keyword.startswith("_"):
            assert UID_dictionary[uid][4] == keyword


def test_transfer_syntaxes_are_pydicom_s():
    from pydicom.uid import UID, UID_dictionary

    table = {uid for uid, entry in UID_dictionary.items() if entry[1] == "Transfer Syntax"}
    assert set(TRANSFER_SYNTAXES) == table
    for uid, syntax in TRANSFER_SYNTAXES.items():
        theirs = UID(uid)
        assert syntax.name == UID_dictionary[uid][0]
        assert syntax.explicit is not theirs.is_implicit_VR
        assert syntax.encapsulated is theirs.is_encapsulated
        assert syntax.big_endian is not theirs.is_little_endian
        assert syntax.deflated is (theirs.is_deflated or "Referenced Deflate" in syntax.name)
