"""Our side of provisioning."""

import django

from tests.bench.rounds import tell


def main() -> None:
    """Migrate the shared schema, then provision one agency a round; its owner gets a link, as by `create_agency`."""
    django.setup()
    from agencies.fleet import migrate_shared
    from agencies.provisioning import Founder, Founding, provision

    migrate_shared()

    def found(number: int) -> None:
        founder = Founder(email=f"owner{number}@example.com", name="Owner")
        provision(Founding(slug=f"agency{number}", name=f"Agency {number}", founder=founder))

    tell(found)


if __name__ == "__main__":
    main()
