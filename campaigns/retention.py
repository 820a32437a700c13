"""Kinds of data around imports that are kept for a time; the numbers themselves stay."""

from campaigns.collection.reminders import DAYS_BACK
from clients.retention.rule import RetentionRule

LONGEST_REMINDED = DAYS_BACK.days + 1  # an answer that is forgotten sooner lets its reminder stand again

FORGET_FILES = """
DELETE FROM campaigns_importfilepart f USING campaigns_import i
WHERE i.id = f.upload_id AND i.created_at < %(before)s AND i.state NOT IN ('queued', 'running')
"""
FAIL_PREVIEWS = """
UPDATE campaigns_import SET state = 'failed', problem = jsonb_build_object(
    'code', 'preview_expired', 'detail', 'The previewed file was deleted after its time; upload it again.'
) WHERE state = 'previewed' AND created_at < %(before)s
"""
FORGET_WHAT_WAS_SHOWN = """
UPDATE campaigns_importrow r SET understood = NULL, changes = NULL FROM campaigns_import i
WHERE i.id = r.upload_id AND i.created_at < %(before)s AND i.problem ->> 'code' = 'preview_expired'
AND (r.understood IS NOT NULL OR r.changes IS NOT NULL)
"""
BLANK_LINES = """
UPDATE campaigns_importrow r SET raw = '', cells = NULL FROM campaigns_import i
WHERE i.id = r.upload_id AND i.created_at < %(before)s AND (r.raw <> '' OR r.cells IS NOT NULL)
"""
FORGET_LINKS_TO_EVIDENCE = """
DELETE FROM campaigns_manualevidence m USING campaigns_evidencefile f
WHERE f.id = m.evidence_id AND f.created_at < %(before)s
"""
FORGET_EVIDENCE = "DELETE FROM campaigns_evidencefile WHERE created_at < %(before)s"
FORGET_ANSWERS = """
DELETE FROM campaigns_reminderanswer
WHERE created_at < %(before)s AND (snoozed_until IS NULL OR snoozed_until < %(before)s::date)
"""
FORGET_LETTERS = "DELETE FROM campaigns_reminderletter WHERE created_at < %(before)s"
FORGET_HANDED = "DELETE FROM campaigns_handedfile WHERE created_at < %(before)s"
RULES = (
    RetentionRule(
        "preview_files",
        "Files that were previewed and never committed.",
        default_days=30,
        least_days=1,
        statements=(FORGET_FILES, FAIL_PREVIEWS, FORGET_WHAT_WAS_SHOWN),
    ),
    RetentionRule(
        "refused_rows",
        "What stood in lines that were refused; the reasons stay.",
        default_days=365,
        least_days=7,
        statements=(BLANK_LINES,),
    ),
    RetentionRule(
        "evidence_files",
        "Screenshots and documents behind typed values; the values and their notes stay.",
        default_days=None,
        least_days=90,
        statements=(FORGET_LINKS_TO_EVIDENCE, FORGET_EVIDENCE),
    ),
    RetentionRule(
        "reminders",
        "What was answered to reminders, and which letters went out; for as long as files are reminded of at least.",
        default_days=LONGEST_REMINDED,
        least_days=LONGEST_REMINDED,
        statements=(FORGET_ANSWERS, FORGET_LETTERS),
    ),
    RetentionRule(
        "handed_files",
        "Which files came by upload links; the imports that they became stay.",
        default_days=1095,
        least_days=30,
        statements=(FORGET_HANDED,),
    ),
)
