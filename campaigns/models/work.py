"""What an agency runs for a brand: campaigns, published contents, creators, costs, and the vendors' ad units."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from apikit.models import AgencyRecord
from clients.models import CURRENCY, NETWORK_CHOICES, Brand, NetworkAccount

GOALS = ("awareness", "engagement", "consideration", "conversion", "loyalty")
GOAL_CHOICES = [(goal, goal) for goal in GOALS]
COST_KINDS = [(kind, kind) for kind in ("creator_fee", "production", "other")]
LABEL_KINDS = ("name", "external_id")
LINKED_BY = ("label", "parent")
FORMATS = ("video", "image_text", "article", "livestream", "other")
FORMAT_CHOICES = [(name, name) for name in FORMATS]


class Campaign(AgencyRecord):
    """What is run for a brand between two days, for one business goal."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="campaigns")
    name = models.CharField(max_length=200)
    goal = models.CharField(max_length=20, choices=GOAL_CHOICES)
    start = models.DateField()
    end = models.DateField()
    budget = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    internal_notes = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="campaign_days",
                violation_error_message="A campaign ends on or after the day it starts.",
            ),
        )
        indexes = (models.Index(fields=["brand", "start"], name="campaign_by_brand"),)

    def __str__(self) -> str:
        return self.name


class Creator(AgencyRecord):
    """Somebody who makes content for brands: known by a handle on a network."""

    name = models.CharField(max_length=200)
    network = models.CharField(max_length=20, choices=NETWORK_CHOICES)
    handle = models.CharField(max_length=120, blank=True)
    internal_notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Content(AgencyRecord):
    """One published thing: video, note, article, post, livestream. `key` finds it again in the next export."""

    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="contents")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="contents")
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, null=True, related_name="contents")
    key = models.CharField(max_length=300)
    external_id = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    published_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    format = models.CharField(max_length=20, choices=FORMAT_CHOICES, default="other")
    category = models.CharField(max_length=60, blank=True)
    hook = models.CharField(max_length=60, blank=True)
    sound = models.CharField(max_length=200, blank=True)
    hashtags = ArrayField(models.CharField(max_length=100), default=list)
    duration_s = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    followers_at_publish = models.BigIntegerField(null=True)
    boosted = models.BooleanField(null=True)
    disclosed = models.BooleanField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "key"],
                name="one_content_per_key",
                violation_error_message="This content is known already.",
            ),
        )
        indexes = (
            models.Index(fields=["account", "published_on"], name="content_by_day"),
            GinIndex(fields=["hashtags"], name="content_by_hashtag"),
        )

    def __str__(self) -> str:
        return self.title or self.key


class Cost(AgencyRecord):
    """What paid media does not hold: fees, production. `billed` is the client's price, `internal` the agency's cost."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="costs")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="costs")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="costs")
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, null=True, related_name="costs")
    kind = models.CharField(max_length=20, choices=COST_KINDS)
    name = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3, validators=[CURRENCY])
    billed = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    internal = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    start = models.DateField()
    end = models.DateField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="cost_days",
                violation_error_message="A cost ends on or after the day it starts.",
            ),
        )
        indexes = (models.Index(fields=["brand", "start"], name="cost_by_brand"),)

    def __str__(self) -> str:
        return self.name or self.kind


class AdLabel(AgencyRecord):
    """Which campaign of ours a name or an id in a vendor's ad exports stands for; `key` is the text as compared."""

    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="ad_labels")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, db_index=False, related_name="ad_labels")
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in LABEL_KINDS])
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    created_by = models.CharField(max_length=200)
    archived_by = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "source", "kind", "key"],
                condition=models.Q(archived_at=None),
                name="one_ad_label_per_text",
                violation_error_message="What this stands for is stated already.",
            ),
        )

    def __str__(self) -> str:
        return self.text


WHOLES = ("shop", "live_room")
"""Levels of ad units at which a vendor tells everything that happened there, by ads or not."""


class AdUnit(AgencyRecord):
    """The lowest level that an ad export has: known by source and external id, linked to our campaign or not yet.

    `linked_by` is empty where a person or an import said the campaign, and where there is none; else a label for the
    unit itself, or what is above it in the vendor's tree (`parent`), decided. `ad_label` is the label that did.
    """

    account = models.ForeignKey(NetworkAccount, on_delete=models.PROTECT, db_index=False, related_name="ad_units")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="ad_units")
    ad_label = models.ForeignKey(AdLabel, on_delete=models.PROTECT, null=True, related_name="ad_units")
    linked_by = models.CharField(max_length=6, blank=True, default="", choices=[(by, by) for by in LINKED_BY])
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="ad_units")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    level = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300, blank=True)
    parent_external_id = models.CharField(max_length=120, blank=True)
    vendor_campaign_id = models.CharField(max_length=120, blank=True, default="")
    vendor_campaign_name = models.CharField(max_length=300, blank=True, default="")
    ad_account = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3, blank=True, validators=[CURRENCY])
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "source", "external_id"],
                name="one_ad_unit_per_id",
                violation_error_message="This ad unit is known already.",
            ),
        )
        indexes = (models.Index(fields=["account"], condition=models.Q(level__in=WHOLES), name="whole_ad_units"),)

    def __str__(self) -> str:
        return self.name or self.external_id
