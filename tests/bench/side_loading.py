"""Our side of loading: a file is read in the child process (told apart), and what was read is loaded."""

import os
import tempfile
from pathlib import Path

import django

from tests.bench.load_rows import CAPTURED_ON, SOURCE, ad_days, write_csv
from tests.bench.rounds import ROUNDS, WARM_UP
from tests.bench.turns import work_in_turns


def main() -> None:
    """Read and load the file of each round that is asked for."""
    django.setup()
    from agencies.context import as_resolver, in_agency
    from agencies.models import Agency
    from audit.actors import COMMAND_LINE
    from campaigns.imports.services import load_reading
    from campaigns.models import Import
    from campaigns.readers import FileToRead, read_in_child
    from clients.models import NetworkAccount

    with as_resolver():
        agency = Agency.objects.get(slug=os.environ["BENCH_SLUG"]).ref()

    def read(generation: int):
        path = files[generation]
        return read_in_child(
            FileToRead(path, file_name=path.name, captured_on=CAPTURED_ON, network="tiktok", handle=SOURCE)
        )

    def load(reading) -> None:
        with in_agency(agency):
            record = Import.objects.create(
                account=NetworkAccount.objects.get(id=os.environ["BENCH_ACCOUNT"]),
                file_name="days.csv",
                sha256="0" * 64,
                captured_on=CAPTURED_ON,
                created_by="bench",
            )
            load_reading(record, reading, actor=COMMAND_LINE, write=True)
            assert record.counts["refused"] == 0, record.counts

    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"days-{generation}.csv" for generation in range(WARM_UP + ROUNDS)]
        for generation, path in enumerate(files):
            write_csv(path, ad_days(int(os.environ["BENCH_ROWS"]), generation))
        work_in_turns(read, load)


if __name__ == "__main__":
    main()
