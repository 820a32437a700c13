"""`manage.py create_agency SLUG --name NAME --owner-email EMAIL`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.errors import AgencyError
from agencies.provisioning import Founder, Founding, provision
from apikit.refusals import Refusal


class Command(BaseCommand):
    """Makes an agency and its first owner."""

    help = "Create an agency with its own schema, and its first owner."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agency's name and its owner."""
        parser.add_argument("slug", help="short lower-case name, such as `north`")
        parser.add_argument("--name", help="the agency's name (default: the slug)")
        parser.add_argument("--owner-email", required=True)
        parser.add_argument("--owner-name", help="default: the part before the @")
        parser.add_argument("--owner-password", help="default: none, the owner asks for a reset link")
        parser.add_argument("--currency", default="", help="default currency of brands, ISO 4217")
        parser.add_argument("--time-zone", default="", help="default time zone of brands, such as Asia/Shanghai")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Provision, and say what to do next."""
        email = options["owner_email"]
        founder = Founder(
            email=email, name=options["owner_name"] or email.split("@")[0], password=options["owner_password"]
        )
        profile = {key: options[key] for key in ("currency", "time_zone") if options[key]}
        founding = Founding(
            slug=options["slug"], name=options["name"] or options["slug"], founder=founder, profile=profile
        )
        try:
            agency = provision(founding)
        except (AgencyError, Refusal) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Agency {agency.slug} is ready in schema {agency.schema}; its owner is {email}.")
        if not founder.password:
            self.stdout.write("The owner sets a password with POST /api/v1/password:request-reset.")
