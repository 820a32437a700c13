"""Makes the demo's agencies, and the file that says how to get into them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.environment import environment
from kpis.demo.agencies import DemoExists, ensure_demo, make_demo, write_access


class Command(BaseCommand):
    """`manage.py demo`: makes the demo on an installation without agencies; `--again` also beside others."""

    help = "Make two demo agencies with data, unless this installation has agencies; write demo.json."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """State the one option."""
        parser.add_argument(
            "--again", action="store_true", help="make the demo beside other agencies; refused while its own exist"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make what is absent and say what is being made, on standard error."""
        chosen = environment()
        home, base_url = chosen.home.resolve(), chosen.public_url()
        password = chosen.derived("demo password")[:20]
        try:
            if options["again"]:
                make_demo(password=password, tell=self._tell)
                write_access(home=home, base_url=base_url, password=password)
            else:
                ensure_demo(home=home, base_url=base_url, password=password, tell=self._tell)
        except DemoExists as refusal:
            raise CommandError(f"{refusal} Close it first: manage.py close_agency north --drop-data") from refusal

    def _tell(self, line: str) -> None:
        self.stderr.write(line, lambda text: text)
        self.stderr.flush()
