"""The JSON of tag rules: which contents they are about, and what they say of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.fields import DecimalString, Flag, ScopedRelatedField, TextLine
from apikit.serializers import StrictSerializer
from campaigns.api.hashtag_fields import HashtagList, NewHashtags
from campaigns.api.relations import campaigns_of, creators_of
from campaigns.models import TagRule
from campaigns.models.tagging import FIRST_PRIORITY, LAST_PRIORITY, USUAL_PRIORITY
from campaigns.models.work import FORMAT_CHOICES
from campaigns.tagging.matching import ANY_RUN
from campaigns.tagging.rule_records import LISTS, kept_match
from clients.api.relations import account_field, brand_field

MOST_WORDS = 100
OF_CONTENT = ("category", "hook", "sound", "boosted", "disclosed")


def _words(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=TextLine(max_length=200), required=False, max_length=MOST_WORDS, help_text=help_text
    )


class TagMatchSerializer(StrictSerializer):
    """Conditions on a content; what is absent asks nothing. Case, width and the sign of hashtags make no difference."""

    title_contains = _words("One of these stands in the title.")
    title_matches = _words("The whole title fits one of these patterns; `*` stands for any run of signs.")
    hashtags = HashtagList(help_text="The content has one of these, or its title does.")
    all_of = Flag(default=False, help_text="Ask for every one listed instead of one of each list.")
    published_from = serializers.DateField(required=False, allow_null=True)
    published_to = serializers.DateField(required=False, allow_null=True)
    format = serializers.ChoiceField(choices=FORMAT_CHOICES, required=False, allow_null=True)
    duration_min = DecimalString(12, 3, required=False, allow_null=True, min_value=0, help_text="Seconds.")
    duration_max = DecimalString(12, 3, required=False, allow_null=True, min_value=0, help_text="Seconds.")

    def validate_title_matches(self, value: list[str]) -> list[str]:
        """Refuse patterns that every title fits."""
        if any(not pattern.replace(ANY_RUN, "").strip() for pattern in value):
            raise serializers.ValidationError("A pattern holds more than *.", code="bad_pattern")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse bounds that nothing lies between."""
        faults = {
            high: [ErrorDetail(f"It lies before {low}.", "ends_before_start")]
            for low, high in (("published_from", "published_to"), ("duration_min", "duration_max"))
            if attrs.get(low) is not None and attrs.get(high) is not None and attrs[high] < attrs[low]
        }
        if faults:
            raise serializers.ValidationError(faults)
        return attrs

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        """Write every condition, with null or an empty list for those that ask nothing."""
        nothing: dict[str, Any] = {name: [] if name in LISTS else None for name in self.fields}
        return {**nothing, "all_of": False, **instance}


class TagRuleValuesSerializer(StrictSerializer):
    """What a rule sets; a rule takes no value away."""

    sometimes_absent: ClassVar = frozenset({"campaign", "creator", *OF_CONTENT})

    campaign = ScopedRelatedField(scope=campaigns_of, required=False)
    creator = ScopedRelatedField(scope=creators_of, required=False)
    category = TextLine(max_length=60, required=False)
    hook = TextLine(max_length=60, required=False)
    sound = TextLine(max_length=200, required=False)
    boosted = Flag(required=False)
    disclosed = Flag(required=False)

    def to_representation(self, instance: TagRule) -> dict[str, Any]:
        """Write what is set, and nothing else."""
        links = {"campaign": instance.campaign_id, "creator": instance.creator_id}
        return {name: str(value) for name, value in links.items() if value is not None} | dict(instance.words)


class TagRuleSerializer(StrictSerializer):
    """A rule: which contents of a brand, an account, or of every brand get which tags."""

    id = serializers.UUIDField(read_only=True)
    name = TextLine(max_length=200)
    brand = brand_field(required=False, allow_null=True, help_text="Null: every brand; for owners and admins.")
    account = account_field(required=False, allow_null=True)
    match = TagMatchSerializer(required=False)
    set = TagRuleValuesSerializer(required=False)
    add_hashtags = NewHashtags()
    remove_hashtags = HashtagList()
    priority = serializers.IntegerField(
        min_value=FIRST_PRIORITY,
        max_value=LAST_PRIORITY,
        default=USUAL_PRIORITY,
        help_text="The lowest number comes first, then the oldest rule; the first that states a tag has the say.",
    )
    active = Flag(default=True, help_text="Whether it is applied to contents as they arrive.")
    created_by = serializers.CharField(read_only=True)
    archived_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = TagRule

    def to_representation(self, instance: TagRule) -> dict[str, Any]:
        """Write the rule, with what it sets gathered in one member."""
        shown: dict[str, Any] = super().to_representation(instance)
        if "set" in self.fields:
            shown["set"] = self.fields["set"].to_representation(instance)
        return shown


class TagRuleChange(TagRuleSerializer):
    """What can be changed of a rule: never whose contents it is about."""

    brand = ScopedRelatedField(read_only=True, allow_null=True)
    account = ScopedRelatedField(read_only=True, allow_null=True)


def rule_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a body into the values of the row; a stated `set` or `match` replaces the former one whole."""
    values = {name: value for name, value in data.items() if name not in {"match", "set"}}
    if "match" in data:
        values["match"] = kept_match(data["match"])
    if "set" in data:
        stated = data["set"]
        values |= {"campaign": stated.get("campaign"), "creator": stated.get("creator")}
        values["words"] = {name: stated[name] for name in OF_CONTENT if name in stated}
    return values
