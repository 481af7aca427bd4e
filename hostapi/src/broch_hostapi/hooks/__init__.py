"""The hooks, in three families."""

from broch_hostapi.hooks.contributions import Contributions
from broch_hostapi.hooks.interventions import Interventions
from broch_hostapi.hooks.markers import PROJECT, hookimpl, hookspec
from broch_hostapi.hooks.notifications import Notifications

FAMILIES = (Contributions, Interventions, Notifications)
"""All classes of hook specifications."""

__all__ = ["FAMILIES", "PROJECT", "Contributions", "Interventions", "Notifications", "hookimpl", "hookspec"]
