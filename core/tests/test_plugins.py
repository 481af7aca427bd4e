"""Plugins through real entry points: small distributions on sys.path, one test for each way to fail."""

import itertools
import json
import logging
from pathlib import Path

import pytest
from broch.config import read_configuration
from broch.plugin_loading import load_plugins
from broch.plugins import CONTRIBUTIONS, contribution_type
from broch_hostapi import Plugin, RestRoutes, Startup, StorageBackend, hookimpl
from broch_hostapi.errors import ConfigurationError, NameTaken
from broch_hostapi.plugin import PluginStatus

_numbers = itertools.count()

HEAD = """
from dataclasses import dataclass
from broch_hostapi import *
from broch_hostapi.errors import *

"""


class Core(Plugin):
    name = "core"

    @hookimpl
    def register_storage_backends(self, startup):
        return [StorageBackend("filesystem", lambda startup: None)]

    @hookimpl
    def register_rest_routes(self):
        return [RestRoutes("system", lambda host: None)]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a distribution made of one module with a class ``It``; gives its name."""

    def install(plugin_id: str, body: str, distribution: str = "") -> str:
        number = next(_numbers)
        module, distribution = f"plugin_under_test_{number}", distribution or f"dist-{plugin_id}"
        site = tmp_path / f"site{number}"
        info = site / f"{distribution.replace('-', '_')}-1.{number}.dist-info"
        info.mkdir(parents=True)
        (site / f"{module}.py").write_text(HEAD + body)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.{number}\n")
        (info / "entry_points.txt").write_text(f"[broch.plugins]\n{plugin_id} = {module}:It\n")
        monkeypatch.syspath_prepend(str(site))
        return distribution

    return install


def load(tmp_path: Path, **options):
    file = tmp_path / "broch.json"
    file.write_text(json.dumps(options))
    configuration = read_configuration([file])
    return load_plugins(configuration, Core(None)), configuration


def startup(tmp_path: Path) -> Startup:
    return Startup(tmp_path, tmp_path, tmp_path, lambda: 0.0, logging.getLogger("test"), {})


def info(plugins, plugin_id="it"):
    return next(info for info in plugins.all() if info.id == plugin_id)


def plugin(body="    pass", name="it", extra=""):
    return f"class It(Plugin):\n    name = {name!r}\n{extra}\n{body}\n"


def test_a_plugin_that_works_is_enabled(installed, tmp_path):
    distribution = installed("it", plugin(extra="    description = 'Says it'"))
    plugins, _ = load(tmp_path)
    found = info(plugins)
    assert (found.status, found.distribution, found.description) == (PluginStatus.ENABLED, distribution, "Says it")
    assert found.version.startswith("1.")
    assert plugins.manager.has_plugin("it")
    assert plugins.enabled()["it"].settings is not None


def test_the_core_is_registered_but_not_shown(tmp_path):
    plugins, _ = load(tmp_path)
    assert plugins.manager.has_plugin("core")
    assert "core" not in [found.id for found in plugins.all()]


def test_disabled_by_name_without_being_imported(installed, tmp_path):
    installed("it", "raise RuntimeError('imported')")
    plugins, _ = load(tmp_path, DisabledPlugins=["it"])
    assert info(plugins).status is PluginStatus.DISABLED
    assert "DisabledPlugins" in info(plugins).detail


def test_disabled_by_its_section(installed, tmp_path):
    installed("it", plugin(extra="    section = 'It'"))
    plugins, _ = load(tmp_path, It={"Enable": False})
    assert info(plugins).status is PluginStatus.DISABLED


@pytest.mark.parametrize(
    ("section", "status"),
    [
        ({}, PluginStatus.DISABLED),
        ({"Enable": True}, PluginStatus.ENABLED),
        ({"Enable": "yes"}, PluginStatus.CONFIGURATION_ERROR),
    ],
)
def test_a_plugin_that_needs_enabling(installed, tmp_path, section, status):
    installed("it", plugin(extra="    section = 'It'\n    needs_enabling = True"))
    plugins, _ = load(tmp_path, It=section)
    assert info(plugins).status is status


@pytest.mark.parametrize(
    ("section", "status", "needed"),
    [
        ({"Enable": True}, PluginStatus.DISABLED, []),
        ({"EnableIndex": False}, PluginStatus.DISABLED, []),
        ({"EnableIndex": True}, PluginStatus.ENABLED, ["it"]),
        ({"EnableIndex": 1}, PluginStatus.CONFIGURATION_ERROR, ["it"]),
    ],
)
def test_enabled_by_another_option_and_then_indispensable(installed, tmp_path, section, status, needed):
    extra = "    section = 'It'\n    needs_enabling = indispensable = True\n    enabled_by = 'EnableIndex'"
    installed("it", plugin(extra=extra))
    plugins, _ = load(tmp_path, It=section)
    assert info(plugins).status is status
    assert plugins.indispensable() == needed


def test_a_plugin_that_needs_enabling_but_has_no_section(installed, tmp_path):
    installed("it", plugin(extra="    needs_enabling = True"))
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.LOAD_ERROR


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("It = 5", "not a subclass"),
        (plugin(name="other"), "'other'"),
        ("class It(Plugin):\n    pass", "None"),
        (plugin("    def __init__(self, settings): raise ValueError('no')"), "ValueError: no"),
        (plugin("    @hookimpl\n    def on_evnt(self): pass"), "was 'on_event' meant?"),
        (plugin("    @hookimpl\n    def on_event(self, evnt): pass"), "evnt"),
        (plugin("    @hookimpl\n    def on_event(self, *, event): pass"), "keyword-only"),
        (plugin("    @hookimpl(wrapper=True)\n    def on_event(self, event): return (yield)"), "wrapper"),
        (plugin("    @hookimpl(hookwrapper=True)\n    def accept_instance(self): yield"), "wrapper"),
        (plugin("    @hookimpl\n    async def on_event(self, event): pass"), "coroutine"),
    ],
)
def test_load_errors(installed, tmp_path, body, detail):
    installed("it", body)
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.LOAD_ERROR
    assert detail in info(plugins).detail
    assert not plugins.manager.has_plugin("it")
    assert "it" not in plugins.enabled()
    hooks = vars(plugins.manager.hook).values()
    assert not [i for hook in hooks for i in hook.get_hookimpls() if i.plugin_name == "it"]


def test_an_optional_hook_of_a_newer_hostapi_is_no_error(installed, tmp_path):
    installed("it", plugin("    @hookimpl(optionalhook=True)\n    def on_something_new(self): pass"))
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.ENABLED


SETTINGS = """
@dataclass(frozen=True)
class Settings:
    key: str = setting("Key")
    root: str = setting("Root", "/")

class It(Plugin):
    name = "it"
    section = "It"
    Settings = Settings
"""


@pytest.mark.parametrize(
    ("section", "detail"),
    [
        ({"Key": 5}, "It.Key: should be a string"),
        ({}, "It.Key: is required"),
    ],
)
def test_configuration_errors(installed, tmp_path, section, detail):
    installed("it", SETTINGS)
    plugins, _ = load(tmp_path, It=section)
    assert info(plugins).status is PluginStatus.CONFIGURATION_ERROR
    assert detail in info(plugins).detail
    assert "broch.json" in info(plugins).detail or not section


def test_a_plugin_may_find_its_settings_impossible(installed, tmp_path):
    installed("it", plugin("    def __init__(self, settings): raise ConfigurationError('no', option='A')"))
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.CONFIGURATION_ERROR


def test_settings_are_typed_and_unknown_options_are_named(installed, tmp_path):
    installed("it", SETTINGS)
    plugins, configuration = load(tmp_path, It={"Key": "k", "Rot": "/x"})
    assert plugins.enabled()["it"].settings.key == "k"
    assert any("'Rot'" in w and "'Root'" in w for w in configuration.warnings)
    assert not any("'It'" in w for w in configuration.warnings)


def test_a_misspelt_option_that_would_enable_is_named(installed, tmp_path):
    installed("it", plugin(extra="    section = 'It'\n    needs_enabling = True"))
    plugins, configuration = load(tmp_path, It={"Enabel": True})
    assert info(plugins).status is PluginStatus.DISABLED
    assert any("'Enabel'" in w and "'Enable' meant" in w for w in configuration.warnings)


def test_a_section_without_a_plugin_is_named(tmp_path):
    _, configuration = load(tmp_path, DicomModalites={})
    assert any("'DicomModalites'" in w and "'DicomModalities'" in w for w in configuration.warnings)


def test_the_section_of_a_disabled_plugin_is_not_unknown(installed, tmp_path):
    installed("dicom-it", plugin(name="dicom-it", extra="    section = 'DicomIt'"))
    _, configuration = load(tmp_path, DicomIt={"A": 1}, DisabledPlugins=["dicom-it"])
    assert not configuration.warnings


@pytest.mark.parametrize("error", ["EnvironmentCheckFailed('no printer')", "OSError('no printer')"])
def test_environment_check(installed, tmp_path, error):
    installed("it", plugin(f"    def check_environment(self): raise {error}"))
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.ENVIRONMENT_ERROR
    assert "no printer" in info(plugins).detail


def test_two_distributions_of_one_id_are_both_refused(installed, tmp_path):
    installed("it", plugin(), "first-dist")
    installed("it", plugin(), "second-dist")
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.LOAD_ERROR
    assert "first-dist" in info(plugins).detail
    assert "second-dist" in info(plugins).detail


def test_nobody_takes_the_name_of_the_core(installed, tmp_path):
    installed("core", plugin(name="core"))
    plugins, _ = load(tmp_path)
    assert info(plugins, "core").status is PluginStatus.LOAD_ERROR
    assert isinstance(plugins.manager.get_plugin("core"), Core)


def test_plugins_names_what_must_be_installed(installed, tmp_path):
    installed("it", plugin())
    load(tmp_path, Plugins=["it"])
    with pytest.raises(ConfigurationError, match=r"no plugin 'its' is installed; installed are: .*it"):
        load(tmp_path, Plugins=["its"])


def test_paths_among_plugins_are_skipped(tmp_path):
    (tmp_path / "folder").mkdir()
    _, configuration = load(tmp_path, Plugins=["/usr/share/orthanc/plugins", "libOrthancDicomWeb.so", "folder"])
    assert len([w for w in configuration.warnings if "is a path" in w]) == 3


BACKEND = "    @hookimpl\n    def register_storage_backends(self): return [StorageBackend({name!r}, None)]"


def test_contributions_come_core_first_then_by_plugin(installed, tmp_path):
    for name in ("zebra", "ape"):
        installed(name, plugin(BACKEND.format(name=f"s-{name}"), name=name))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    mine = [
        (owner, r.name)
        for owner, r in plugins.contributions("register_storage_backends")
        if owner in ("core", "ape", "zebra")
    ]
    assert mine == [("core", "filesystem"), ("ape", "s-ape"), ("zebra", "s-zebra")]


def test_two_contributions_of_one_name_stop_both_plugins(installed, tmp_path):
    for name in ("ape", "bee"):
        installed(name, plugin(BACKEND.format(name="tape"), name=name))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    for name in ("ape", "bee"):
        assert info(plugins, name).status is PluginStatus.LOAD_ERROR
        assert "'ape'" in info(plugins, name).detail
        assert "'bee'" in info(plugins, name).detail
    assert "tape" not in [r.name for _, r in plugins.contributions("register_storage_backends")]


def test_a_plugin_that_takes_the_name_of_the_core_stops_alone(installed, tmp_path):
    installed("it", plugin(BACKEND.format(name="filesystem")))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    assert info(plugins).status is PluginStatus.LOAD_ERROR
    assert ("core", "filesystem") in [(o, r.name) for o, r in plugins.contributions("register_storage_backends")]


def test_two_owners_of_one_sop_class(installed, tmp_path):
    for name in ("ape", "bee"):
        service = f"DimseService({name!r}, frozenset(['1.2.3']), None)"
        body = f"    @hookimpl\n    def register_dimse_services(self): return [{service}]"
        installed(name, plugin(body, name=name))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    assert "SOP class '1.2.3'" in info(plugins, "bee").detail


@pytest.mark.parametrize("answer", ["5", "[5]", "None", "1 / 0"])
def test_a_broken_contribution_takes_out_all_that_the_plugin_brought(installed, tmp_path, answer):
    body = BACKEND.format(name="tape") + f"\n    @hookimpl\n    def register_rest_routes(self): return {answer}"
    installed("it", plugin(body))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    assert info(plugins).status is PluginStatus.LOAD_ERROR
    assert "tape" not in [r.name for _, r in plugins.contributions("register_storage_backends")]


def test_routes_tell_where_to_look(installed, tmp_path):
    body = "    @hookimpl\n    def register_rest_routes(self): return [RestRoutes('it', None, '/it/')]"
    installed("it", plugin(body))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    assert info(plugins).root_uri == "/it/"


def test_the_core_may_not_contradict_itself(tmp_path):
    class Twice(Core):
        @hookimpl
        def register_storage_backends(self, startup):
            return [StorageBackend("a", None), StorageBackend("a", None)]

    plugins = load_plugins(read_configuration(), Twice(None), [])
    with pytest.raises(NameTaken):
        plugins.collect(startup(tmp_path))


def test_a_plugin_found_wanting_later_is_taken_out(installed, tmp_path):
    installed("it", plugin(BACKEND.format(name="tape")))
    plugins, _ = load(tmp_path)
    plugins.collect(startup(tmp_path))
    plugins.fail("it", RuntimeError("no blueprint"))
    plugins.fail("core", RuntimeError("stays"))
    assert info(plugins).detail == "RuntimeError: no blueprint"
    assert plugins.manager.has_plugin("core")


def test_the_environment_reaches_a_plugin(installed, tmp_path):
    installed("it", SETTINGS)
    configuration = read_configuration([], {"ORTHANC__IT__KEY": "1234", "BROCH__IT__ROOT": "/r"})
    settings = load_plugins(configuration, Core(None)).enabled()["it"].settings
    assert (settings.key, settings.root) == ("1234", "/r")
    assert not configuration.warnings


def test_every_contribution_has_a_record_class():
    for hook in CONTRIBUTIONS:
        assert isinstance(contribution_type(hook), type)


def test_a_hook_without_its_mark_is_found_and_what_is_required_must_run(installed, tmp_path):
    installed("it", plugin("    def authorise_request(self, request):\n        raise Refused('no')"))
    plugins, _ = load(tmp_path)
    assert info(plugins).status is PluginStatus.LOAD_ERROR
    assert "@hookimpl" in info(plugins).detail
    with pytest.raises(ConfigurationError, match="@hookimpl"):
        plugins.require(["it"])
    with pytest.raises(ConfigurationError, match="not installed"):
        plugins.require(["other"])


def test_who_asked_for_a_plugin_that_does_not_run(installed, tmp_path):
    """``RequiredPlugins`` is named only if it stands in the configuration."""
    extra = "    section = 'It'\n    needs_enabling = indispensable = True"
    installed("it", plugin("    def check_environment(self): raise OSError('no printer')", extra=extra))
    installed("other", plugin("    def check_environment(self): raise OSError('no printer')", name="other"))
    plugins, _ = load(tmp_path, It={"Enable": True})
    with pytest.raises(ConfigurationError, match=r"^plugin 'it' is enabled, but does not run: .*no printer"):
        plugins.require(["it"])
    with pytest.raises(ConfigurationError, match=r"^RequiredPlugins: plugin 'other' does not run: .*no printer"):
        plugins.require(["other"])
