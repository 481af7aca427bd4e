"""Every package folder looks the same, so that reading one teaches all."""

import re


def test_has_readme_and_type_marker(package):
    assert (package.folder / package.project["readme"]).is_file()
    assert (package.sources / "py.typed").is_file()


def test_says_its_licence(package):
    assert package.project["license"] == "Apache-2.0"


def test_has_tests(package):
    assert list((package.folder / "tests").rglob("test_*.py"))


def test_versions_agree(package, core):
    assert package.project["version"] == core.project["version"]


def test_needs_this_version_of_the_contract(core, hostapi):
    assert f"broch-hostapi=={hostapi.project['version']}" in core.project["dependencies"]


def test_distribution_and_import_name_follow_the_folder(plugin):
    name = plugin.folder.name
    assert plugin.project["name"] == f"broch-{name.replace('_', '-')}"
    assert plugin.sources.name == f"broch_{name.replace('-', '_')}"


def test_entry_point_stands_in_plugin_module(plugin):
    assert plugin.entry_points, "no entry point in the group broch.plugins"
    for target in plugin.entry_points.values():
        assert re.fullmatch(rf"{plugin.sources.name}\.plugin:\w+", target)


def test_plugin_needs_the_contract_and_no_other_package_of_ours(plugin):
    ours = {
        name for dependency in plugin.project["dependencies"] if (name := _distribution(dependency)).startswith("broch")
    }
    assert ours == {"broch-hostapi"}


def test_entry_points_are_unique(plugins):
    names = [name for plugin in plugins for name in plugin.entry_points]
    assert len(names) == len(set(names))


def test_only_package_folders_among_the_official_plugins(root):
    strangers = [
        path.name
        for path in (root / "plugins_official").iterdir()
        if path.name != "__pycache__" and not (path / "pyproject.toml").is_file()
    ]
    assert not strangers


def test_constraints_name_no_host_and_no_hash(root):
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []


def _distribution(dependency: str) -> str:
    return re.match(r"[\w.-]+", dependency)[0].lower()
