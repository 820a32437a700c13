"""What was run (`work`), the numbers (`facts`), and where they came from (`provenance`)."""

from campaigns.models.facts import AccountDay, AccountMonth, AdDay, BreakdownFact, ContentSnapshot, PeriodFact
from campaigns.models.provenance import FactRevision, Import, ImportFile, ImportRow
from campaigns.models.work import AdUnit, Campaign, Content, Cost, Creator

__all__ = [
    "AccountDay",
    "AccountMonth",
    "AdDay",
    "AdUnit",
    "BreakdownFact",
    "Campaign",
    "Content",
    "ContentSnapshot",
    "Cost",
    "Creator",
    "FactRevision",
    "Import",
    "ImportFile",
    "ImportRow",
    "PeriodFact",
]
