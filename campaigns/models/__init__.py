"""What was run (`work`), the numbers (`facts`), their provenance, and what came of it (`attribution`)."""

from campaigns.models.attribution import Conversion, ConversionEvent, ConversionRefund, TrackingCode, TrackingLink
from campaigns.models.facts import AccountDay, AdDay, BreakdownFact, ContentSnapshot, PeriodFact
from campaigns.models.months import AccountAdDay, AccountAdMonth, AccountMonth, AdMonth, ContentMetrics
from campaigns.models.provenance import FactRevision, Import, ImportFile, ImportRow
from campaigns.models.tagging import ContentTag, TagChange, Tagging, TagRule
from campaigns.models.work import AdUnit, Campaign, Content, Cost, Creator

__all__ = [
    "AccountAdDay",
    "AccountAdMonth",
    "AccountDay",
    "AccountMonth",
    "AdDay",
    "AdMonth",
    "AdUnit",
    "BreakdownFact",
    "Campaign",
    "Content",
    "ContentMetrics",
    "ContentSnapshot",
    "ContentTag",
    "Conversion",
    "ConversionEvent",
    "ConversionRefund",
    "Cost",
    "Creator",
    "FactRevision",
    "Import",
    "ImportFile",
    "ImportRow",
    "PeriodFact",
    "TagChange",
    "TagRule",
    "Tagging",
    "TrackingCode",
    "TrackingLink",
]
