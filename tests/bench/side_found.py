"""Makes agencies with what is run in them: `side_found <agencies> <brands> <campaigns of each>`."""

import json
import sys
from datetime import date, timedelta
from uuid import uuid4

import django

NETWORKS = ("tiktok", "douyin", "xiaohongshu")
PUBLISHED_LATE = 4  # of so many contents one is published in the last year
START, LATE_START = date.fromisoformat("2018-09-01"), date.fromisoformat("2025-01-15")


def main() -> None:
    """Migrate the shared schema, make the agencies, fill the first, and print schemas and owners' tokens."""
    django.setup()
    from agencies.fleet import migrate_shared

    migrate_shared()
    agencies, brands, campaigns = (int(number) for number in sys.argv[1:4])
    made = [found() for _ in range(agencies)]
    for number in range(brands):
        fill(made[0][0], number, campaigns)
    told = [{"schema": agency.schema, "slug": agency.slug, "token": token} for agency, token in made]
    sys.stdout.write("\n" + json.dumps({"agencies": told}) + "\n")


def found():
    """Provision an agency and open a session of its owner."""
    from agencies.context import at_the_door
    from agencies.provisioning import Founder, Founding, provision
    from people.models import Membership
    from people.sessions import open_session

    slug = f"bench-{uuid4().hex[:12]}"
    founder = Founder(email=f"owner@{slug}.example", name="Owner")
    agency = provision(Founding(slug=slug, name=slug, founder=founder))
    with at_the_door():
        owner = Membership.objects.select_related("agency").get(agency_id=agency.id)
        return agency, open_session(owner).token


def fill(agency, number, campaigns):
    """Make one brand with an account, and its campaigns with a content and an ad unit each."""
    from agencies.context import in_agency
    from campaigns.models import AdUnit, Campaign, Content
    from clients.models import Brand, NetworkAccount

    network = NETWORKS[number % len(NETWORKS)]
    with in_agency(agency):
        brand = Brand.objects.create(name=f"Brand {number}", currency="EUR", industry="beauty")
        account = NetworkAccount.objects.create(brand=brand, network=network, kind="standard", handle=f"brand{number}")
        run = [
            Campaign(
                brand=brand,
                name=f"Campaign {each}",
                goal="awareness",
                start=date.fromisoformat("2025-01-01"),
                end=date.fromisoformat("2025-12-31"),
            )
            for each in range(campaigns)
        ]
        Campaign.objects.bulk_create(run)
        contents = [
            Content(account=account, campaign=each, key=f"{number}-{place}", format="video", published_on=day(place))
            for place, each in enumerate(run)
        ]
        Content.objects.bulk_create(contents)
        AdUnit.objects.bulk_create(
            AdUnit(
                account=account,
                campaign=content.campaign,
                content=content,
                source="bench",
                external_id=content.key,
                currency="EUR",
            )
            for content in contents
        )


def day(place):
    """Choose when a content was published: most before any numbers, some within the last year."""
    return LATE_START + timedelta(days=place * 5) if place % PUBLISHED_LATE == 0 else START + timedelta(days=place)


if __name__ == "__main__":
    main()
