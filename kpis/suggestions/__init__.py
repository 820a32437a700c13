"""From a goal to KPIs: reviewed sets, what a vanity KPI needs beside it, and whether the numbers are there."""

from kpis.suggestions.availability import Availability, InputsAtHand, availability_of
from kpis.suggestions.choosing import Suggestion, Wish, suggest
from kpis.suggestions.defaults import default_sets
from kpis.suggestions.sets import SET_PLACES, DefaultSets, places_on
from kpis.suggestions.vanity import goal_partner, missing_partners, only_vanity, partners_on

__all__ = [
    "SET_PLACES",
    "Availability",
    "DefaultSets",
    "InputsAtHand",
    "Suggestion",
    "Wish",
    "availability_of",
    "default_sets",
    "goal_partner",
    "missing_partners",
    "only_vanity",
    "partners_on",
    "places_on",
    "suggest",
]
