"""What the numbers of an agency depend on, digested: a page that was cut before a change must not go on after it."""

from hashlib import sha256

from django.db import connection

_VERSIONED = (
    "campaigns_content",
    "campaigns_cost",
    "campaigns_adunit",
    "kpis_target",
    "kpis_ownkpi",
    "kpis_exchangerate",
    "campaigns_plausibilityfinding",
    "clients_networkaccount",
    "clients_brand",
)
# A row that is deleted and another that is made can leave sum and count as they were, but not the newest moment.
CHANGES = (
    "SELECT (SELECT (count(*), max(finished_at))::text FROM campaigns_import WHERE state <> 'running'), "
    + ", ".join(f"(SELECT (count(*), sum(version), max(updated_at))::text FROM {table})" for table in _VERSIONED)
)
REVERTED = "(SELECT count(*) FROM campaigns_import WHERE state = 'reverted')"
EVENTS = "(SELECT max(id) FROM campaigns_conversionevent)"  # only ever added to, so the newest tells
PROFILE = "(SELECT version FROM clients_agencyprofile)"  # weeks begin where it says


def data_version() -> str:
    """Digest everything that can change a result of the open agency: 16 hexadecimal digits."""
    with connection.cursor() as cursor:
        cursor.execute(f"{CHANGES}, {REVERTED}, {EVENTS}, {PROFILE}")
        return sha256(repr(cursor.fetchone()).encode()).hexdigest()[:16]
