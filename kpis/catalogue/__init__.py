"""The reviewed KPIs: one YAML file each, plus every base metric as a KPI of its own key."""

from campaigns.definitions import Mistake
from kpis.catalogue.attribution import Crediting
from kpis.catalogue.goals import GOALS, Goal
from kpis.catalogue.journeys import Audience
from kpis.catalogue.kpi import Basis, Direction, Kpi, KpiClass, KpiGoals
from kpis.catalogue.loader import CatalogueError, build_kpis, catalogue

__all__ = [
    "GOALS",
    "Audience",
    "Basis",
    "CatalogueError",
    "Crediting",
    "Direction",
    "Goal",
    "Kpi",
    "KpiClass",
    "KpiGoals",
    "Mistake",
    "build_kpis",
    "catalogue",
]
