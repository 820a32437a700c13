"""What a batch names is found as it was on its days."""

from datetime import UTC, date, datetime

import pytest

from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion_reading import References
from campaigns.conversions.landmarks import Seeker
from campaigns.models import TrackingCode
from clients.models import Brand
from tests.campaigns.conversions.sending import principal_of

COUPON = (CodeKind.COUPON, "spring8")


@pytest.mark.parametrize(("zone", "last"), [("Asia/Shanghai", date(2026, 3, 4)), ("UTC", date(2026, 3, 3))])
def test_an_archived_code_was_good_until_the_day_before_by_its_brands_calendar(in_north, zone, last):
    Brand.objects.filter(id=in_north.aurora).update(time_zone=zone)
    TrackingCode.objects.create(
        brand_id=in_north.aurora,
        kind=CodeKind.COUPON,
        code="SPRING8",
        match_key="spring8",
        valid_from=date(2026, 1, 1),
        archived_at=datetime(2026, 3, 4, 23, tzinfo=UTC),  # the morning of the 5th in Shanghai
    )
    found = Seeker(principal_of(in_north, in_north.alice), "conversions:write").landmarks([References(code=COUPON)])
    assert [code.valid_to for code in found.codes[COUPON]] == [last]
