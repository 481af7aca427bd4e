"""What the plugins have a say in: the hooks of one host as plain calls."""

import pluggy
import pytest
from broch.interventions import Interventions
from broch_hostapi import AssociationInfo, FindQuery, Level, NoSettings, Origin, Plugin, hookimpl
from broch_hostapi.errors import Refused
from broch_hostapi.hooks import FAMILIES, PROJECT


@pytest.fixture
def manager():
    manager = pluggy.PluginManager(PROJECT)
    for family in FAMILIES:
        manager.add_hookspecs(family)
    return manager


@pytest.fixture
def interventions(manager):
    interventions = Interventions(manager)
    interventions.host = object()
    return interventions


@pytest.fixture
def add(manager):
    def add(name, **hooks):
        methods = {hook: hookimpl(function) for hook, function in hooks.items()}
        plugin = type(name, (Plugin,), {"name": name, **methods})(NoSettings())
        manager.register(plugin, name)
        return plugin

    return add


def test_nobody_objects(interventions):
    interventions.accept_instance(None, Origin("RestApi"))
    interventions.accept_association(AssociationInfo("A", "B", "C"))
    query = FindQuery(Level.STUDY, {})
    assert interventions.revise(query) is query
    assert interventions.authenticate(None) is None
    assert interventions.listeners() == []


def test_a_refusal_says_whose_it_is_and_keeps_its_status(interventions, add):
    def refuse(self, instance):
        raise Refused("no", dimse_status=0xA700)

    add("b", accept_instance=refuse)
    with pytest.raises(Refused) as caught:
        interventions.accept_instance(None, Origin("RestApi"))
    assert (caught.value.plugin, caught.value.dimse_status) == ("b", 0xA700)


def test_a_broken_plugin_refuses_with_a_failure(interventions, add, caplog):
    asked = []

    def broken(self, instance):
        raise KeyError("Doe^John")

    add("b", accept_instance=lambda self, instance: asked.append(instance))  # the last one to be added is asked first
    add("a", accept_instance=broken)
    with pytest.raises(Refused) as caught:
        interventions.accept_instance(None, Origin("RestApi"))
    assert (caught.value.plugin, caught.value.dimse_status) == ("a", 0x0110)
    assert asked == []
    assert "Doe" not in str(caught.value) + caplog.text


def test_the_end_is_told_only_after_a_beginning(interventions, add):
    told = []
    add("a", on_server_started=lambda self, host: told.append("on"), on_server_stopping=lambda self: told.append("off"))
    interventions.stopping()
    assert told == []
    interventions.started()
    interventions.stopping()
    assert told == ["on", "off"]


def test_events_go_to_one_plugin_and_its_failure_stays_its_own(interventions, add, caplog):
    told = []

    def fail(self, event):
        raise KeyError("Doe^John")

    add("a", on_event=lambda self, host, event: told.append((host, event)))
    add("b", on_event=fail)
    assert [name for name, _ in interventions.listeners()] == ["a", "b"]
    interventions.deliver("a", "event")
    interventions.deliver("b", "event")
    assert told == [(interventions.host, "event")]
    assert "plugin b failed in on_event" in caplog.text
    assert "Doe" not in caplog.text
