"""What a load would find hard to believe, told by loading and taking it back at once: nothing of it is stored."""

from contextlib import suppress

from django.db import transaction

from campaigns.imports.loading import Loaded, load
from campaigns.imports.refusals import PeriodClosed
from campaigns.models import Import
from campaigns.models.plausibility import FINDING_GRAINS
from campaigns.plausibility.inspection import inspect_load
from campaigns.progress import Watch
from campaigns.readers import Reading


def foresee_doubts(upload: Import, reading: Reading, loaded: Loaded, *, watch: Watch) -> Reading:
    """Give the reading of a preview with the warnings that its commit would put on the lines.

    What a published report would refuse is not looked at: nothing of it would be loaded.
    """
    if reading.grain not in FINDING_GRAINS:
        return reading
    if {"new", "changed"}.isdisjoint(loaded.outcomes.values()):
        return inspect_load(upload, reading, loaded)  # which only reads what is known of the rows
    warned = reading
    with suppress(PeriodClosed), transaction.atomic():
        warned = inspect_load(upload, reading, load(upload, reading, write=True, watch=watch))
        transaction.set_rollback(True)
    return warned
