import pytest
from broch.dimse import status
from broch.dimse.status import category, find_status, retrieve_status, store_status
from broch_hostapi import errors


@pytest.mark.parametrize(
    ("error", "store", "find", "retrieve"),
    [
        (errors.StorageFull("full"), 0xA700, 0xA700, 0xA702),
        (errors.BadFile("cut"), 0xC000, 0xA900, 0xA900),
        (errors.BadParameterType("x"), 0xC000, 0xA900, 0xA900),
        (errors.LimitExceeded("size", 1), 0xA700, 0xA700, 0xA701),
        (errors.CorruptedFile("x"), 0xA700, 0xC000, 0xA702),
        (errors.UnknownModality("x"), 0x0110, 0xC000, 0xA801),
        (errors.Forbidden("x"), 0x0124, 0x0124, 0x0124),
        (errors.Refused("no"), 0x0110, 0xC000, 0xC000),
        (errors.Refused("no", dimse_status=0xA900), 0xA900, 0xC000, 0xC000),
        (errors.Cancelled("x"), 0x0110, 0xFE00, 0xFE00),
        (errors.RemoteError("x"), 0x0110, 0xC000, 0xC000),
        (ValueError("x"), 0x0110, 0xC000, 0xC000),
    ],
)
def test_errors_become_statuses(error, store, find, retrieve):
    assert (store_status(error), find_status(error), retrieve_status(error)) == (store, find, retrieve)


def test_every_error_has_a_failure_status():
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.BrochError):
            error = kind.__new__(kind)
            error.dimse_status = None
            assert category(store_status(error)) == "Failure"
            assert category(find_status(error)) in ("Failure", "Cancel")


def test_categories_are_pynetdicom_s():
    from pynetdicom.status import code_to_category

    codes = [value for value in vars(status).values() if isinstance(value, int)]
    assert len(codes) > 25
    for code in [*codes, 1, 0x0116, 0xA7FF, 0xB123, 0xC123, 0xA900]:
        theirs = code_to_category(code)
        assert theirs in ("Unknown", category(code)), hex(code)
