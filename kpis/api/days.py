"""Days as bodies may state them."""

from django.core.validators import MaxValueValidator, MinValueValidator

from kpis.compute.question import FIRST_DAY, LAST_DAY

WITHIN_REASON = (
    MinValueValidator(FIRST_DAY, f"A day lies on or after {FIRST_DAY}."),
    MaxValueValidator(LAST_DAY, f"A day lies on or before {LAST_DAY}."),
)
