"""What was run (`work`), the numbers (`facts`), whence they come, who brings them, and what came of it."""

from campaigns.models.attribution import Conversion, ConversionEvent, ConversionRefund, TrackingCode, TrackingLink
from campaigns.models.closing import ClosedPeriod
from campaigns.models.collection import CollectionPlan, HandedFile, ReminderAnswer, ReminderLetter, UploadLink
from campaigns.models.facts import AccountDay, AdDay, BreakdownFact, ContentSnapshot, PeriodFact
from campaigns.models.mapping import ColumnMapping, ColumnMappingVersion
from campaigns.models.months import AccountAdDay, AccountAdMonth, AccountMonth, AdMetrics, AdMonth, ContentMetrics
from campaigns.models.plausibility import PlausibilityFinding
from campaigns.models.provenance import FactRevision, Import, ImportRow
from campaigns.models.pushed import EvidenceFile, ManualEvidence, ManualValue
from campaigns.models.tagging import ContentTag, TagChange, Tagging, TagRule
from campaigns.models.waiting import ImportFilePart, ImportWork
from campaigns.models.work import AdLabel, AdUnit, Campaign, Content, Cost, Creator

__all__ = [
    "AccountAdDay",
    "AccountAdMonth",
    "AccountDay",
    "AccountMonth",
    "AdDay",
    "AdLabel",
    "AdMetrics",
    "AdMonth",
    "AdUnit",
    "BreakdownFact",
    "Campaign",
    "ClosedPeriod",
    "CollectionPlan",
    "ColumnMapping",
    "ColumnMappingVersion",
    "Content",
    "ContentMetrics",
    "ContentSnapshot",
    "ContentTag",
    "Conversion",
    "ConversionEvent",
    "ConversionRefund",
    "Cost",
    "Creator",
    "EvidenceFile",
    "FactRevision",
    "HandedFile",
    "Import",
    "ImportFilePart",
    "ImportRow",
    "ImportWork",
    "ManualEvidence",
    "ManualValue",
    "PeriodFact",
    "PlausibilityFinding",
    "ReminderAnswer",
    "ReminderLetter",
    "TagChange",
    "TagRule",
    "Tagging",
    "TrackingCode",
    "TrackingLink",
    "UploadLink",
]
