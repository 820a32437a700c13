"""Kinds of data around imports that are kept for a time; the numbers themselves stay."""

from clients.retention.rule import RetentionRule

FORGET_FILES = """
DELETE FROM campaigns_importfile f USING campaigns_import i
WHERE i.id = f.upload_id AND i.created_at < %(before)s AND i.state NOT IN ('queued', 'running')
"""
FAIL_PREVIEWS = """
UPDATE campaigns_import SET state = 'failed', problem = jsonb_build_object(
    'code', 'preview_expired', 'detail', 'The previewed file was deleted after its time; upload it again.'
) WHERE state = 'previewed' AND created_at < %(before)s
"""
BLANK_LINES = """
UPDATE campaigns_importrow r SET raw = '' FROM campaigns_import i
WHERE i.id = r.upload_id AND i.created_at < %(before)s AND r.raw <> ''
"""
RULES = (
    RetentionRule(
        "preview_files",
        "Files that were previewed and never committed.",
        default_days=30,
        least_days=1,
        statements=(FORGET_FILES, FAIL_PREVIEWS),
    ),
    RetentionRule(
        "refused_rows",
        "What stood in lines that were refused; the reasons stay.",
        default_days=365,
        least_days=7,
        statements=(BLANK_LINES,),
    ),
)
