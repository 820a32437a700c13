"""How a result stands against its target while the target's period runs, and when it is over."""

from kpis.pacing.flight import Flight
from kpis.pacing.pace import Pace, PaceStatus, pace

__all__ = ["Flight", "Pace", "PaceStatus", "pace"]
