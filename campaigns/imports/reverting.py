"""Takes an import back: each value it stated is elected anew from what the other committed imports said."""

from typing import Any

from django.db import connection

from audit import events
from audit.actors import Actor
from campaigns.imports.locks import lock_accounts
from campaigns.imports.refusals import NotCommitted
from campaigns.imports.rollup import recount
from campaigns.imports.tables import FactTable, fact_table
from campaigns.models import FactRevision, Import
from campaigns.readers import Grain


def revert_import(upload: Import, *, actor: Actor) -> Import:
    """Take a committed import back; contents and ad units that it made stay, without its numbers.

    Raises NotCommitted for an import in any other state.
    """
    lock_accounts([upload.account_id])
    upload.refresh_from_db()
    if upload.state != "committed":
        raise NotCommitted
    upload.state = "reverted"
    upload.save(update_fields=["state"])
    table = fact_table(Grain(upload.grain))
    _elect(table, upload)
    recount(table.grain, FactRevision.objects.filter(upload=upload).values_list("owner_id", "day").distinct())
    events.import_reverted(actor, id=upload.id, file_name=upload.file_name)
    return upload


def _elect(table: FactTable, upload: Import) -> None:
    """Rewrite the touched rows from the newest revision of each value; delete those that no other import has."""
    typed = ", ".join(
        f"(max(e.value #>> '{{}}') FILTER (WHERE e.name = '{name}'))::{_cast(kind)} AS \"{name}\""
        for name, kind in table.values.items()
    )
    taken = ", ".join(f'"{name}" = {_blank(name)}' for name in table.values)
    flags = ", derived = e.derived, capped = e.capped" if table.wide else ""
    elected = f"""
    WITH touched AS (SELECT DISTINCT owner_id, day, part FROM campaigns_factrevision WHERE upload_id = %(upload)s),
    said AS (
        SELECT DISTINCT ON (r.owner_id, r.day, r.part, s.name) r.owner_id, r.day, r.part, s.name, s.value,
            s.name = ANY(r.derived) AS derived, s.name = ANY(r.capped) AS capped
        FROM campaigns_factrevision r JOIN touched USING (owner_id, day, part)
        JOIN campaigns_import i ON i.id = r.upload_id AND i.state = 'committed'
        CROSS JOIN LATERAL jsonb_each(r.said) AS s(name, value)
        WHERE r.grain = %(grain)s
        ORDER BY r.owner_id, r.day, r.part, s.name, r.captured_on DESC, r.id DESC
    ),
    standing AS (
        SELECT owner_id, day, part, max(r.captured_on) AS captured_on
        FROM campaigns_factrevision r JOIN touched USING (owner_id, day, part)
        JOIN campaigns_import i ON i.id = r.upload_id AND i.state = 'committed'
        WHERE r.grain = %(grain)s GROUP BY owner_id, day, part
    ),
    e AS (
        SELECT t.owner_id, t.day, t.part, k.captured_on,
            coalesce(array_agg(e.name ORDER BY e.name COLLATE "C") FILTER (WHERE e.derived), '{{}}') AS derived,
            coalesce(array_agg(e.name ORDER BY e.name COLLATE "C") FILTER (WHERE e.capped), '{{}}') AS capped, {typed}
        FROM touched t LEFT JOIN standing k USING (owner_id, day, part) LEFT JOIN said e USING (owner_id, day, part)
        GROUP BY t.owner_id, t.day, t.part, k.captured_on
    )
    """
    same_row = f"t.{table.owner} = e.owner_id AND t.{table.day} = e.day AND {table.part} = e.part"
    given: dict[str, Any] = {"upload": upload.id, "grain": str(table.grain)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{elected} UPDATE {table.name} t SET {taken}{flags}, captured_on = e.captured_on"
            f" FROM e WHERE {same_row} AND e.captured_on IS NOT NULL",
            given,
        )
        cursor.execute(
            f"{elected} DELETE FROM {table.name} t USING e WHERE {same_row} AND e.captured_on IS NULL", given
        )


def _cast(kind: str) -> str:
    return "numeric" if kind.startswith("numeric") else kind


def _blank(name: str) -> str:
    return "coalesce(e.currency, '')" if name == "currency" else f'e."{name}"'
