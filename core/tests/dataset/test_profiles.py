import importlib.util
import json
from pathlib import Path

from broch.dataset import dictionary, profiles

TOOL = Path(__file__).parents[2] / "tools" / "make_profiles.py"


def test_rows_that_everybody_knows() -> None:
    actions = profiles.basic_profile()
    assert len(actions) > 600
    assert (actions[0x00100010], actions[0x00100020]) == ("Z", "Z/D")
    assert actions[0x00080018] == "U"
    assert actions[0x00080080] == "X/Z/D"
    assert actions[0x00081140] == "X/Z/U*"
    assert actions[0x00081030] == "X"
    assert 0x00280010 not in actions


def test_rows_are_attributes_of_the_dictionary() -> None:
    unknown = [tag for tag in profiles.basic_profile() if not dictionary.keyword(tag) and tag >> 16]
    assert len(unknown) < 10, [dictionary.format_tag(tag) for tag in unknown]


def test_the_generator_writes_a_module_of_the_same_form(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_profiles", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    rows = [{"tag": "(0010,0010)", "basicProfile": "Z"}, {"tag": "(50XX,XXXX)", "basicProfile": "X"}]
    (tmp_path / "table.json").write_text(json.dumps(rows))
    tool.main(str(tmp_path / "table.json"), str(tmp_path / "profiles.py"))
    names: dict = {}
    exec((tmp_path / "profiles.py").read_text(), names)
    assert names["basic_profile"]() == {0x00100010: "Z"}
    assert names["__doc__"] == profiles.__doc__
