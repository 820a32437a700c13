"""Who tagged what: rules, acts of tagging, each value that one changed, and what stands behind each value now."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from apikit.guard import GuardedQuerySet
from apikit.models import AgencyRecord
from campaigns.models.provenance import Import
from campaigns.models.work import Campaign, Content, Creator
from campaigns.tagging.attributes import LONGEST_KEY, Source
from clients.models import Brand, NetworkAccount

SOURCE_CHOICES = [(source.value, source.value) for source in Source]
FIRST_PRIORITY, LAST_PRIORITY, USUAL_PRIORITY = 1, 1000, 100


class TagRule(AgencyRecord):
    """Which contents get which tags: those of a brand or of every brand; the lowest `priority` comes first."""

    name = models.CharField(max_length=200)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="tag_rules")
    account = models.ForeignKey(
        NetworkAccount, on_delete=models.PROTECT, null=True, db_index=False, related_name="tag_rules"
    )
    match: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    words: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    add_hashtags = ArrayField(models.CharField(max_length=100), default=list)
    remove_hashtags = ArrayField(models.CharField(max_length=100), default=list)
    priority = models.PositiveSmallIntegerField(default=USUAL_PRIORITY)
    active = models.BooleanField(default=True)
    created_by = models.CharField(max_length=200)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(priority__gte=FIRST_PRIORITY, priority__lte=LAST_PRIORITY),
                name="tag_rule_priority",
                violation_error_message="A priority is a whole number from 1 to 1000.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Tagging(AgencyRecord):
    """One act of tagging that changed something: by a person, a program, a rule or an import, or taking one back."""

    source = models.CharField(max_length=6, choices=SOURCE_CHOICES)
    rule = models.ForeignKey(TagRule, on_delete=models.PROTECT, null=True, related_name="taggings")
    upload = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="taggings")
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    undone_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    brands = ArrayField(models.UUIDField(), default=list)
    stated: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    matched = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    kept = models.PositiveIntegerField(default=0)
    created_by = models.CharField(max_length=200)

    class Meta:
        indexes = (
            models.Index(fields=["created_at", "id"], name="tagging_by_age"),
            GinIndex(fields=["brands"], name="tagging_by_brand"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.created_at}"


class TagChange(models.Model):
    """One value of one content that one tagging changed or confirmed; `former` and `stands` say who vouched for it."""

    id = models.BigAutoField(primary_key=True)
    tagging = models.ForeignKey(Tagging, on_delete=models.PROTECT, db_index=False, related_name="changes")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="tag_changes")
    attribute = models.CharField(max_length=LONGEST_KEY)
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    after: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    former = models.ForeignKey(Tagging, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    stands = models.ForeignKey(Tagging, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tagging", "content", "attribute"], name="one_change_per_tagging"),
        )


class ContentTag(models.Model):
    """The tagging that vouches for what a content's attribute is now; none for what nobody is known to have set."""

    pk = models.CompositePrimaryKey("content_id", "attribute")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, db_index=False, related_name="tags")
    attribute = models.CharField(max_length=LONGEST_KEY)
    tagging = models.ForeignKey(Tagging, on_delete=models.PROTECT, db_index=False, related_name="+")

    objects = GuardedQuerySet.as_manager()
