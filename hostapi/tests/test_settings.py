from dataclasses import dataclass
from typing import Any

import pytest
from broch_hostapi import setting
from broch_hostapi.errors import ConfigurationError
from broch_hostapi.settings import declared, describe_type, fits, read_settings


@dataclass(frozen=True)
class Settings:
    key: str = setting("Key", secret=True)
    port: int = setting("Port", 80, check=lambda value: None if value > 0 else "should be positive")
    ratio: float = setting("Ratio", 0.5)
    names: list[str] = setting("Names", [])
    users: dict[str, str] = setting("Users", {})
    on: bool | None = setting("On", None)
    anything: dict[str, Any] = setting("Anything", {"a": 1})
    not_an_option: int = 7


def test_defaults():
    found = read_settings(Settings, {"Key": "k"})
    assert found == Settings("k")
    assert found.anything == {"a": 1}
    assert found.names is not read_settings(Settings, {"Key": "k"}).names


def test_values_and_what_is_not_an_option():
    found = read_settings(Settings, {"Key": "k", "Ratio": 2, "On": False, "not_an_option": 1, "Unknown": 2})
    assert (found.ratio, found.on, found.not_an_option) == (2.0, False, 7)
    assert isinstance(found.ratio, float)
    assert "not_an_option" not in declared(Settings)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "It.Key: is required"),
        ({"Key": 1}, "It.Key: should be a string, not int"),
        ({"Port": True}, "It.Port: should be a whole number, not bool"),
        ({"Port": 0}, "It.Port: should be positive"),
        ({"Names": ["a", 1]}, "It.Names: should be a list of strings"),
        ({"Users": {"a": 1}}, "It.Users: should be an object"),
        ({"On": "yes"}, "It.On: should be true or false or null"),
    ],
)
def test_mistakes_name_file_section_and_option(values, said):
    values = values if "Key" in values or not values else {"Key": "k", **values}
    with pytest.raises(ConfigurationError) as caught:
        read_settings(Settings, values, section="It", file="a.json")
    assert str(caught.value).startswith(f"a.json: {said}")


def test_each_option_may_stand_in_a_file_of_its_own():
    with pytest.raises(ConfigurationError, match=r"^b\.json: Port") as caught:
        read_settings(Settings, {"Key": "k", "Port": "x"}, file={"Key": "a.json", "Port": "b.json"})
    assert (caught.value.option, caught.value.file) == ("Port", "b.json")


def test_a_value_is_never_shown():
    with pytest.raises(ConfigurationError) as caught:
        read_settings(Settings, {"Key": ["geheim"]})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "hint", "fit"),
    [
        (1, float, True),
        (True, float, False),
        (None, int | None, True),
        ([[1]], list[list[int]], True),
        ("a", Any, True),
    ],
)
def test_types(value, hint, fit):
    assert fits(value, hint) is fit


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (int | None, "a whole number or null"),
        (list[list[int]], "a list of a list of whole numbers"),
        (dict[str, int], "an object"),
    ],
)
def test_types_in_words(hint, words):
    assert describe_type(hint) == words
