"""The two decorators that tell pluggy what is a hook and what implements one."""

import pluggy

PROJECT = "broch"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
