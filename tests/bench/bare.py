"""The other side of results: bare SQL over a connection of its own, as a program that imports nothing of the product.

It reads `{"sql": …, "parameters": {…}}` a line and answers `{"seconds": …, "rows": […], "peak_mib": …}` a line.
"""

import json
import os
import resource
import sys
from time import perf_counter

import psycopg


def main() -> None:
    """Answer until nobody asks any more, as the agency's own role in the agency's own schema."""
    schema = os.environ["BENCH_SCHEMA"]
    with psycopg.connect(
        host=os.environ["BENCH_HOST"],
        port=os.environ["BENCH_PORT"],
        dbname=os.environ["YARDSTICK_DATABASE_NAME"],
        user=os.environ["BENCH_RUNTIME_USER"],
        password=os.environ["BENCH_RUNTIME_PASSWORD"],
        autocommit=True,
    ) as connection:
        connection.execute(f"SET search_path = {schema}; SET ROLE {schema}")
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(connection, **json.loads(line)), default=str) + "\n")
            sys.stdout.flush()


def answer(connection, sql, parameters):
    """Run one statement and read all of its rows; the time is that of both."""
    begun = perf_counter()
    rows = connection.execute(sql, parameters).fetchall()
    seconds = perf_counter() - begun
    return {
        "seconds": seconds,
        "rows": rows,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
