"""Makes an agency whose one account has ad units for each side of the loading bench: `side_loading_found <rows>`."""

import json
import sys

import django

from tests.bench.load_rows import CAPTURED_ON, CURRENCY, LEVEL, SOURCE, units

SIDES = (SOURCE, "hand", "stock")


def main() -> None:
    """Print the agency's schema and slug, the account, and an import that the hand-made revisions may name."""
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
        account = NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle="brand")
        AdUnit.objects.bulk_create(
            AdUnit(account=account, source=side, external_id=unit, level=LEVEL, currency=CURRENCY)
            for side in SIDES
            for unit in units(int(sys.argv[1]))
        )
        upload = Import.objects.create(
            account=account, file_name="hand.csv", sha256="0" * 64, captured_on=CAPTURED_ON, created_by="hand"
        )
        told = {"schema": agency.schema, "slug": agency.slug, "account": str(account.id), "upload": str(upload.id)}
    told["token"] = token
    sys.stdout.write("\n" + json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
