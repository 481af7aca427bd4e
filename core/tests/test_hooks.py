import pluggy
import pytest
from broch.hooks import ask, call, chain, first, notify
from broch_hostapi.errors import BadRequest, BrochError, Refused, Unauthorized
from broch_hostapi.hooks import FAMILIES, PROJECT, hookimpl


def manager(*plugins):
    """Plugins a, b, c..., asked in this order."""
    made = pluggy.PluginManager(PROJECT)
    for family in FAMILIES:
        made.add_hookspecs(family)
    for name, plugin in reversed(list(zip("abcdef", plugins, strict=False))):
        made.register(plugin, name)
    return made.hook


def event_hook(answer):
    class It:
        @hookimpl
        def on_event(self, event):
            return answer(event)

    return It()


def accepting(answer):
    class It:
        @hookimpl
        def accept_instance(self, instance):
            return answer(instance)

    return It()


def authenticating(answer):
    class It:
        @hookimpl
        def authenticate_request(self, request):
            return answer(request)

    return It()


def revising(answer):
    class It:
        @hookimpl
        def revise_find_query(self, query):
            return answer(query)

    return It()


def fail(_):
    raise ValueError("patient Smith")


def raiser(error):
    def answer(_):
        raise error

    return answer


def test_fewer_arguments_any_order_and_defaults():
    class None_:
        @hookimpl
        def on_event(self):
            seen.append("none")

    class Turned:
        @hookimpl
        def on_event(self, event, host):
            seen.append((event, host))

    class Default:
        @hookimpl
        def on_event(self, host, event="default"):
            seen.append(event)

    seen = []
    notify(manager(None_(), Turned(), Default()).on_event, host="h", event="e")
    assert seen == ["none", ("e", "h"), "e"]


def test_a_missing_argument_is_an_error():
    implementation = manager(event_hook(fail)).on_event.get_hookimpls()[0]
    with pytest.raises(KeyError):
        call(implementation, {"host": 1})


def test_notify_goes_on_after_a_failure_and_says_whose_it_is():
    seen, failures = [], []
    hook = manager(event_hook(fail), event_hook(seen.append)).on_event
    notify(hook, lambda *failure: failures.append(failure), host=None, event="e")
    assert seen == ["e"]
    assert [(plugin, name, type(error)) for plugin, name, error in failures] == [("a", "on_event", ValueError)]


def test_failures_are_logged_without_what_they_say(caplog):
    notify(manager(event_hook(fail)).on_event, host=None, event="e")
    assert "plugin a failed in on_event: ValueError" in caplog.text
    assert "Smith" not in caplog.text


def test_ask_stops_at_the_first_refusal():
    seen = []
    hook = manager(
        accepting(lambda i: None), accepting(raiser(Refused("no", dimse_status=0x0124))), accepting(seen.append)
    )
    with pytest.raises(Refused, match="no") as caught:
        ask(hook.accept_instance, host=None, instance="i", origin=None)
    assert (caught.value.plugin, caught.value.dimse_status, seen) == ("b", 0x0124, [])


def test_a_broken_accept_refuses_without_quoting_the_patient():
    with pytest.raises(Refused) as caught:
        ask(manager(accepting(fail)).accept_instance, host=None, instance="i", origin=None)
    assert caught.value.plugin == "a"
    assert "Smith" not in str(caught.value)
    assert isinstance(caught.value.__cause__, ValueError)


def test_ask_nobody():
    ask(manager().accept_instance, host=None, instance="i", origin=None)


def test_first_answer_wins_and_a_broken_one_is_skipped():
    hook = manager(
        authenticating(fail), authenticating(lambda r: None), authenticating(lambda r: "me"), authenticating(fail)
    )
    assert first(hook.authenticate_request, lambda *_: None, host=None, request="r") == "me"
    assert first(manager().authenticate_request, host=None, request="r") is None


def test_false_credentials_are_an_answer():
    hook = manager(authenticating(raiser(Unauthorized("wrong"))), authenticating(lambda r: "me"))
    with pytest.raises(Unauthorized):
        first(hook.authenticate_request, host=None, request="r")


def test_chain_hands_on_in_the_order_of_names():
    hook = manager(revising(lambda q: q + "a"), revising(lambda q: None), revising(lambda q: q + "c")).revise_find_query
    assert chain(hook, "query", host=None, query="") == "ac"
    assert chain(manager().revise_find_query, "query", host=None, query="q") == "q"


def test_a_broken_chain_fails_the_operation():
    with pytest.raises(BrochError, match="plugin a failed in revise_find_query") as caught:
        chain(manager(revising(fail)).revise_find_query, "query", host=None, query="q")
    assert "Smith" not in str(caught.value)
    with pytest.raises(BadRequest):
        chain(manager(revising(raiser(BadRequest("no")))).revise_find_query, "query", host=None, query="q")
