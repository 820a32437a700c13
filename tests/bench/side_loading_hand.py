"""The other side of loading: the same rows by hand in psycopg, with what changed alone, revisions and roll-ups."""

import os

import psycopg

from tests.bench.load_rows import CAPTURED_ON, COLUMNS, MONEY, ad_days
from tests.bench.turns import work_in_turns

NAMED = ", ".join(COLUMNS)
FLOWS = ", ".join(name for name in COLUMNS if name not in {"reach", "buyers"})
STAGE = f"""
CREATE TEMPORARY TABLE staged (ad_unit_id uuid, day date, {
    ", ".join(f"{name} {'numeric(24, 6)' if name in MONEY else 'bigint'}" for name in COLUMNS)
}) ON COMMIT DROP
"""
COPY = f"COPY staged (ad_unit_id, day, {NAMED}) FROM STDIN"
UPSERT = f"""
INSERT INTO campaigns_adday AS t (ad_unit_id, day, {NAMED}, captured_on, derived, capped, extra)
SELECT ad_unit_id, day, {NAMED}, %s, '{{}}', '{{}}', '{{}}' FROM staged ORDER BY ad_unit_id, day
ON CONFLICT (ad_unit_id, day) DO UPDATE
SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)}, captured_on = EXCLUDED.captured_on
WHERE ({", ".join(f"t.{name}" for name in COLUMNS)}) IS DISTINCT FROM
    ({", ".join(f"EXCLUDED.{name}" for name in COLUMNS)})
"""
REVISIONS = f"""
INSERT INTO campaigns_factrevision
    (upload_id, grain, owner_id, day, part, captured_on, source, said, derived, capped)
SELECT %s, 'ad_day', ad_unit_id, day, '', %s, 'export',
    ARRAY[{", ".join(f"{name}::text" for name in COLUMNS)}], '{{}}', '{{}}'
FROM staged
"""
TOUCHED = "SELECT DISTINCT ad_unit_id, date_trunc('month', day)::date AS month FROM staged"
FORGET_MONTHS = f"DELETE FROM campaigns_admonth WHERE (ad_unit_id, month) IN ({TOUCHED})"
SUMS = ", ".join(f"sum(d.{name})" for name in FLOWS.split(", "))
DAYS = "bit_or(1 << (extract(day FROM d.day)::int - 1))"
COUNT_MONTHS = f"""
INSERT INTO campaigns_admonth (ad_unit_id, month, number, rows, days, derived, capped, {FLOWS})
SELECT d.ad_unit_id, w.month, 1, count(*), {DAYS}, '{{}}', '{{}}', {SUMS}
FROM ({TOUCHED}) w JOIN campaigns_adday d
    ON d.ad_unit_id = w.ad_unit_id AND d.day >= w.month AND d.day < w.month + interval '1 month'
GROUP BY d.ad_unit_id, w.month
"""
OF_ACCOUNT = "account_id = %(account)s AND day IN (SELECT day FROM staged)"
FORGET_ACCOUNT_DAYS = f"DELETE FROM campaigns_accountadday WHERE {OF_ACCOUNT}"
COUNT_ACCOUNT_DAYS = f"""
INSERT INTO campaigns_accountadday (account_id, day, currency, number, rows, derived, capped, {FLOWS})
SELECT u.account_id, d.day, u.currency, 1, count(*), '{{}}', '{{}}', {SUMS}
FROM campaigns_adday d JOIN campaigns_adunit u ON u.id = d.ad_unit_id WHERE {OF_ACCOUNT}
GROUP BY u.account_id, d.day, u.currency
"""
FORGET_ACCOUNT_MONTHS = """
DELETE FROM campaigns_accountadmonth
WHERE account_id = %(account)s AND month IN (SELECT date_trunc('month', day)::date FROM staged)
"""
COUNT_ACCOUNT_MONTHS = f"""
INSERT INTO campaigns_accountadmonth (account_id, month, currency, number, rows, days, derived, capped, {FLOWS})
SELECT d.account_id, date_trunc('month', d.day)::date, d.currency, 1, sum(d.rows), {DAYS}, '{{}}', '{{}}', {SUMS}
FROM campaigns_accountadday d
WHERE account_id = %(account)s AND date_trunc('month', day) IN (SELECT date_trunc('month', day) FROM staged)
GROUP BY 1, 2, 3
"""
ROLL_UPS = (
    *(FORGET_MONTHS, COUNT_MONTHS, FORGET_ACCOUNT_DAYS, COUNT_ACCOUNT_DAYS),
    *(FORGET_ACCOUNT_MONTHS, COUNT_ACCOUNT_MONTHS),
)


def main() -> None:
    """Load the rows of each round that is asked for."""
    schema, number = os.environ["BENCH_SCHEMA"], int(os.environ["BENCH_ROWS"])
    uploads = iter(os.environ["BENCH_UPLOADS"].split(","))
    with psycopg.connect(
        host=os.environ["BENCH_HOST"],
        port=os.environ["BENCH_PORT"],
        dbname=os.environ["YARDSTICK_DATABASE_NAME"],
        user=os.environ["BENCH_RUNTIME_USER"],
        password=os.environ["BENCH_RUNTIME_PASSWORD"],
        autocommit=True,
    ) as connection:
        connection.execute(f"SET search_path = {schema}; SET ROLE {schema}")

        def load(rows) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("SELECT external_id, id FROM campaigns_adunit WHERE source = 'hand'")
                units = dict(cursor.fetchall())
                cursor.execute(STAGE)
                with cursor.copy(COPY) as copy:
                    for unit, day, numbers in rows:
                        copy.write_row((units[unit], day, *numbers))
                cursor.execute(UPSERT, [CAPTURED_ON])
                cursor.execute(REVISIONS, [next(uploads), CAPTURED_ON])
                for statement in ROLL_UPS:
                    cursor.execute(statement, {"account": os.environ["BENCH_ACCOUNT_BY_HAND"]})

        work_in_turns(lambda generation: list(ad_days(number, generation)), load)


if __name__ == "__main__":
    main()
