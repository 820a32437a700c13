"""Kinds of data that stand under the brands: the trail, repeated requests, exports."""

from clients.retention.rule import RetentionRule

RULES = (
    RetentionRule(
        "audit_entries",
        "Who did what.",
        default_days=None,
        least_days=90,
        statements=("DELETE FROM audit_auditentry WHERE created_at < %(before)s",),
    ),
    RetentionRule(
        "idempotency_records",
        "Answers kept so that a request can be repeated.",
        default_days=2,
        least_days=1,
        statements=("DELETE FROM apikit_idempotencyrecord WHERE created_at < %(before)s",),
    ),
    RetentionRule(
        "export_records",
        "Which archives were made, once the archives themselves are gone.",
        default_days=365,
        least_days=30,
        statements=(
            "DELETE FROM clients_agencyexport WHERE created_at < %(before)s AND state IN ('failed', 'expired')",
        ),
    ),
)
