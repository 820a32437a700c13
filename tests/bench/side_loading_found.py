"""Makes an agency with an account and its ad units for each side of the loading bench: `side_loading_found <rows>`."""

import json
import sys

import django

from tests.bench.load_rows import CAPTURED_ON, COLUMNS, CURRENCY, LEVEL, SOURCE, units
from tests.bench.rounds import ROUNDS, WARM_UP

SIDES = (SOURCE, "hand", "stock")


def main() -> None:
    """Print the agency's schema and slug, the accounts, and the imports that the hand-made revisions name in turn."""
    django.setup()
    from agencies.context import in_agency
    from agencies.fleet import migrate_shared
    from campaigns.models import AdUnit, Import
    from clients.models import Brand, NetworkAccount
    from tests.bench.side_found import found

    migrate_shared()
    agency, token = found()
    with in_agency(agency):
        brand = Brand.objects.create(name="Brand", currency=CURRENCY, industry="beauty")
        accounts = {
            side: NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle=side)
            for side in SIDES
        }
        AdUnit.objects.bulk_create(
            AdUnit(account=account, source=side, external_id=unit, level=LEVEL, currency=CURRENCY)
            for side, account in accounts.items()
            for unit in units(int(sys.argv[1]))
        )
        by_hand = Import.objects.bulk_create(
            Import(
                account=accounts["hand"],
                file_name="hand.csv",
                sha256="0" * 64,
                captured_on=CAPTURED_ON,
                stated=list(COLUMNS),
                created_by="hand",
            )
            for _ in range(WARM_UP + ROUNDS)
        )
        told = {"schema": agency.schema, "slug": agency.slug, "account": str(accounts[SOURCE].id)}
        told["account_by_hand"] = str(accounts["hand"].id)
        told["uploads"] = ",".join(str(each.id) for each in by_hand)
    told["token"] = token
    sys.stdout.write("\n" + json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
