import json

import pytest
from broch.dataset.conventions import Conventions
from broch.dataset.scan import scan_file
from broch.rest.tag_answers import TagAnswers
from broch_hostapi import Attachment

ATTACHMENT = Attachment(1, "uuid", "locator", 0, "", 0, "")
NOTE = 0x00104000
DATA = b"\x08\0\x60\0CS\2\0CT" + b"\x10\0\0\x40LT\x2c\1" + b"x" * 300


class DataSets:
    """Of one instance; counts how often it is scanned."""

    scans = 0

    def __init__(self):
        self.conventions = Conventions()

    def scan_head(self, attachment):
        assert attachment is ATTACHMENT
        self.scans += 1
        return scan_file(DATA)


@pytest.mark.parametrize("megabytes", [0, 128])
def test_answers_are_kept_as_the_configuration_allows(fakes, megabytes):
    datasets = DataSets()
    answers = TagAnswers(fakes.make_host(datasets=datasets, configuration={"MaximumStorageCacheSize": megabytes}))
    full = [answers.json(ATTACHMENT, "full", frozenset()) for _ in range(3)]
    assert full[0] == full[1] == full[2]
    assert json.loads(full[0])["0008,0060"]["Value"] == "CT"
    assert datasets.scans == (1 if megabytes else 3)
    assert json.loads(answers.json(ATTACHMENT, "simplified", frozenset()))["Modality"] == "CT"
    assert json.loads(answers.json(ATTACHMENT, "short", frozenset()))["0008,0060"] == "CT"


def test_long_values_are_kept_apart(fakes):
    answers = TagAnswers(fakes.make_host(datasets=DataSets()))
    wanted = (frozenset(), frozenset((NOTE,)), frozenset())
    shown = [json.loads(answers.json(ATTACHMENT, "short", ignored))["0010,4000"] for ignored in wanted]
    assert shown == [None, "x" * 300, None]


def test_another_default_encoding_and_forgetting_make_them_anew(fakes):
    datasets = DataSets()
    answers = TagAnswers(fakes.make_host(datasets=datasets))
    answers.json(ATTACHMENT, "short")
    datasets.conventions.default_encoding = "Greek"
    answers.json(ATTACHMENT, "short")
    assert datasets.scans == 2
    answers.forget()
    answers.json(ATTACHMENT, "short")
    assert datasets.scans == 3
