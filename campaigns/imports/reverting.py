"""Takes an import back: each value it stated is elected anew from what the other committed imports said."""

from typing import Any

from django.db import connection
from django.db.models.functions import Now

from audit import events
from audit.actors import Actor
from campaigns.imports.closed_periods import refuse_taking_back
from campaigns.imports.locks import lock_accounts
from campaigns.imports.origins import MANUAL_VALUES
from campaigns.imports.refusals import NotCommitted
from campaigns.imports.rollup import days_of, recount
from campaigns.imports.tables import FactTable, fact_table
from campaigns.models import FactRevision, Import, ManualValue
from campaigns.plausibility.inspection import inspect_taken_back
from campaigns.readers import Grain

IMPORT_REVERTED = "Its import was reverted."


def revert_import(upload: Import, *, actor: Actor, reason: str = IMPORT_REVERTED) -> Import:
    """Take a committed import back; contents and ad units that it made stay, without its numbers.

    Values that somebody typed in are withdrawn for this `reason`.

    Raises NotCommitted for an import in any other state, PeriodClosed where a report states what would change.
    """
    lock_accounts([upload.account_id])
    upload.refresh_from_db()
    if upload.state != "committed":
        raise NotCommitted
    upload.state = "reverted"
    upload.save(update_fields=["state"])
    table = fact_table(Grain(upload.grain))
    _elect(table, upload)
    touched = FactRevision.objects.filter(upload=upload).values_list("owner_id", "day").distinct()
    recount(table.grain, days_of(touched))
    inspect_taken_back(upload.account, upload.grain)
    if upload.profile == MANUAL_VALUES:
        ManualValue.objects.filter(upload=upload).update(
            withdrawn_at=Now(), withdrawn_by=actor.name, withdrawal_reason=reason
        )
    events.import_reverted(actor, id=upload.id, file_name=upload.file_name)
    return upload


def _elect(table: FactTable, upload: Import) -> None:
    """Rewrite the touched rows from the newest revision of each value; delete those that no other import has."""
    given: dict[str, Any] = {"upload": upload.id, "grain": str(table.grain)}
    _execute(*_ELECTION, given=given)
    refuse_taking_back(table, left=_changed(table))
    _execute(_rewrite(table), _delete(table), given=given)


def _execute(*statements: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, given)


def _changed(table: FactTable) -> str:
    """Give the touched rows, alias d, of which another value or none would stand."""
    typed = ", ".join(f'"{name}" {kind}' for name, kind in table.values.items())
    other = [f't."{name}" IS DISTINCT FROM {_blank(name)}' for name in table.values]
    other += ["t.derived::text[] <> e.derived", "t.capped::text[] <> e.capped"] if table.wide else []
    return (
        f"touched_rows d JOIN {table.name} t ON {_same_row(table, 'd')} LEFT JOIN elected_rows e"
        " ON (e.owner_id, e.day, e.part) = (d.owner_id, d.day, d.part)"
        f" LEFT JOIN LATERAL jsonb_to_record(e.said) AS v({typed}) ON true"
        f" WHERE e.owner_id IS NULL OR {' OR '.join(other)}"
    )


def _newest(value: str, *, among: str) -> str:
    """Gather values by name; of equal names an object keeps the last, so the newest capture comes last."""
    return (
        f"jsonb_object_agg(name, {value} ORDER BY captured_on, recorded_at) FILTER (WHERE {among} AND name IS NOT NULL)"
    )


def _holding(names: str) -> str:
    held = f"SELECT name FROM jsonb_each({names}) AS each(name, held) WHERE held = 'true'"
    return f'ARRAY({held} ORDER BY name COLLATE "C")'


# Temporary tables rather than one statement, because they can be analysed: a server that knows nothing of the rows
# takes them for few, and compares each with every other.
_NAME_TOUCHED = """
INSERT INTO touched_rows SELECT DISTINCT owner_id, day, part FROM campaigns_factrevision WHERE upload_id = %(upload)s
"""
_ELECT = f"""
INSERT INTO elected_rows
WITH standing AS (
    SELECT owner_id, day, part, r.captured_on, r.recorded_at, i.stated::text[], r.said, r.derived, r.capped,
        bool_or(r.derived <> '{{}}' OR r.capped <> '{{}}') OVER (PARTITION BY owner_id, day, part) AS marked
    FROM touched_rows JOIN campaigns_factrevision r USING (owner_id, day, part)
    JOIN campaigns_import i ON i.id = r.upload_id AND i.state = 'committed'
    WHERE r.grain = %(grain)s
),
newest AS (
    SELECT owner_id, day, part, max(captured_on) AS captured_on, {_newest("value", among="true")} AS said,
        {_newest("name = ANY (derived)", among="marked")} AS derived,
        {_newest("name = ANY (capped)", among="marked")} AS capped
    FROM standing LEFT JOIN LATERAL unnest(stated, said) AS s(name, value) ON value IS NOT NULL
    GROUP BY owner_id, day, part
)
SELECT owner_id, day, part, captured_on, coalesce(said, '{{}}'), {_holding("derived")}, {_holding("capped")} FROM newest
"""
_ELECTION = (
    "DROP TABLE IF EXISTS pg_temp.touched_rows, pg_temp.elected_rows",
    "CREATE TEMPORARY TABLE touched_rows (owner_id uuid, day date, part text) ON COMMIT DROP",
    _NAME_TOUCHED,
    "ANALYZE touched_rows",
    """CREATE TEMPORARY TABLE elected_rows
    (owner_id uuid, day date, part text, captured_on date, said jsonb, derived text[], capped text[]) ON COMMIT DROP""",
    _ELECT,
    "ANALYZE elected_rows (owner_id, day, part)",
)


def _rewrite(table: FactTable) -> str:
    taken = ", ".join(f'"{name}" = {_blank(name)}' for name in table.values)
    typed = ", ".join(f'"{name}" {kind}' for name, kind in table.values.items())
    flags = ", derived = e.derived, capped = e.capped" if table.wide else ""
    return (
        f"UPDATE {table.name} t SET {taken}{flags}, captured_on = e.captured_on"
        f" FROM elected_rows e CROSS JOIN LATERAL jsonb_to_record(e.said) AS v({typed}) WHERE {_same_row(table, 'e')}"
    )


def _delete(table: FactTable) -> str:
    """Delete the touched rows of which nothing stands any more."""
    elected = "SELECT FROM elected_rows e WHERE (e.owner_id, e.day, e.part) = (d.owner_id, d.day, d.part)"
    return f"DELETE FROM {table.name} t USING touched_rows d WHERE {_same_row(table, 'd')} AND NOT EXISTS ({elected})"


def _same_row(table: FactTable, other: str) -> str:
    return f"t.{table.owner} = {other}.owner_id AND t.{table.day} = {other}.day AND {table.part} = {other}.part"


def _blank(name: str) -> str:
    return "coalesce(v.currency, '')" if name == "currency" else f'v."{name}"'
