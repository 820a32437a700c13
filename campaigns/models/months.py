"""What is counted from the facts, exact after any load or revert: flows put together, and what snapshots state."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apikit.guard import GuardedQuerySet
from campaigns.models.facts import AccountFlows, AdFlows
from campaigns.models.work import AdUnit
from clients.models import NetworkAccount


class RollUp(models.Model):
    """Days that state, derive and cap the same metrics: how many `rows` they are."""

    number = models.SmallIntegerField()  # tells the sets of one place apart, and means nothing else
    rows = models.IntegerField()
    derived = ArrayField(models.CharField(max_length=30), default=list)
    capped = ArrayField(models.CharField(max_length=30), default=list)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True


class Month(RollUp):
    """A roll-up of days of one month, and which `days` they are, as bits."""

    month = models.DateField()
    days = models.IntegerField()

    class Meta:
        abstract = True


class ContentMetrics(models.Model):
    """Which metrics the snapshots of an account's contents state at all (`ever`), and which each of them (`always`).

    `marked` tells whether some number in them may be derived or capped.
    """

    account = models.OneToOneField(NetworkAccount, on_delete=models.PROTECT, primary_key=True, related_name="+")
    ever = ArrayField(models.CharField(max_length=30), default=list)
    always = ArrayField(models.CharField(max_length=30), default=list)
    marked = models.BooleanField(db_default=True)

    objects = GuardedQuerySet.as_manager()


class AdMetrics(models.Model):
    """Which metrics the days of an account's ad units may state: all that some day states, or once stated."""

    account = models.OneToOneField(NetworkAccount, on_delete=models.PROTECT, primary_key=True, related_name="+")
    ever = ArrayField(models.CharField(max_length=30), default=list)

    objects = GuardedQuerySet.as_manager()


class AccountMonth(Month, AccountFlows):
    """The flows of an account's month."""

    pk = models.CompositePrimaryKey("account_id", "month", "number")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="months")


class AdMonth(Month, AdFlows):
    """The flows of an ad unit's month; money is in the ad unit's currency."""

    pk = models.CompositePrimaryKey("ad_unit_id", "month", "number")
    ad_unit = models.ForeignKey(AdUnit, on_delete=models.PROTECT, db_index=False, related_name="months")


class AccountAdDay(RollUp, AdFlows):
    """What all ad units of an account that have one currency did on a day."""

    pk = models.CompositePrimaryKey("account_id", "day", "currency", "number")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    currency = models.CharField(max_length=3, blank=True)


class AccountAdMonth(Month, AdFlows):
    """What all ad units of an account that have one currency did in a month."""

    pk = models.CompositePrimaryKey("account_id", "month", "currency", "number")
    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="+")
    currency = models.CharField(max_length=3, blank=True)
