"""The JSON of tagging: what is wished, what a tagging did, and who vouches for a content's tags."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.fields import Flag, IdField, ScopedRelatedField, TextLine
from apikit.serializers import StrictModelSerializer, StrictSerializer
from campaigns.api.hashtag_fields import HashtagList, NewHashtags
from campaigns.api.relations import campaign_field, creator_field
from campaigns.models import Campaign, TagChange, Tagging
from campaigns.tagging.attributes import HASHTAG, Attribute, Source, Value
from campaigns.tagging.matching import Wish
from campaigns.tagging.planning import Change
from campaigns.tagging.refusals import MOST_CONTENTS
from campaigns.tagging.runs import Run
from campaigns.tagging.services import Undone

ANY_VALUE = {"type": ["string", "boolean", "null"]}
CHANGE = {
    "type": "object",
    "properties": {"attribute": {"type": "string"}, "before": ANY_VALUE, "after": ANY_VALUE},
    "required": ["attribute", "before", "after"],
}
SOURCES = [source.value for source in Source]


class TagValuesSerializer(StrictSerializer):
    """What is set of a content; what is absent stays as it is, null or an empty text takes a value away."""

    campaign = campaign_field()
    creator = creator_field()
    category = TextLine(max_length=60, required=False, allow_blank=True)
    hook = TextLine(max_length=60, required=False, allow_blank=True)
    sound = TextLine(max_length=200, required=False, allow_blank=True)
    boosted = Flag(required=False, allow_null=True)
    disclosed = Flag(required=False, allow_null=True)


class TaggingRequest(StrictSerializer):
    """Which contents are tagged, by their ids or by a filter, and how."""

    contents = serializers.ListField(child=IdField(), required=False, min_length=1, max_length=MOST_CONTENTS)
    filter = serializers.DictField(required=False, help_text="The filters of GET /contents, by their names.")
    set = TagValuesSerializer(required=False)
    add_hashtags = NewHashtags()
    remove_hashtags = HashtagList()
    only_empty = Flag(default=False, help_text="Leave every value that says something.")
    dry_run = Flag(default=False, help_text="Tell what would change, and change nothing.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for contents or a filter, not both, and for a filter that narrows."""
        if ("contents" in attrs) == ("filter" in attrs):
            detail = ErrorDetail("Send either contents or a filter.", "contents_or_filter")
            raise serializers.ValidationError({"contents": [detail]})
        if "filter" in attrs and not attrs["filter"]:
            detail = ErrorDetail("State at least one filter.", "filter_needed")
            raise serializers.ValidationError({"filter": [detail]})
        return attrs


class TaggingAnswer(StrictSerializer):
    """What a tagging did, or would do."""

    id = serializers.UUIDField(allow_null=True, help_text="The tagging, to undo it by; null where nothing was done.")
    dry_run = serializers.BooleanField()
    matched = serializers.IntegerField()
    changed = serializers.IntegerField(help_text="Contents of which a value changed.")
    unchanged = serializers.IntegerField()
    confirmed = serializers.IntegerField(
        help_text="Of the unchanged: had these values already, which a person vouches for from now on."
    )
    kept = serializers.IntegerField(help_text="Contents of which a value was left to whoever set it.")
    sample = serializers.SerializerMethodField()

    @extend_schema_field(
        {
            "type": "array",
            "maxItems": 10,
            "items": {
                "type": "object",
                "properties": {
                    "content": {"type": "string", "format": "uuid"},
                    "title": {"type": "string"},
                    "changes": {"type": "array", "items": CHANGE},
                },
                "required": ["content", "title", "changes"],
            },
        }
    )
    def get_sample(self, answer: Mapping[str, Any]) -> Any:
        """Show some of the contents that change."""
        return answer["sample"]


class TagRuleApplication(StrictSerializer):
    """Whether to apply a rule or only to tell what that would change."""

    dry_run = Flag(default=False)


class TaggingSerializer(StrictModelSerializer):
    """An act of tagging: who did it, when, what was stated, and how many contents it changed."""

    rule = ScopedRelatedField(read_only=True, allow_null=True)
    undoes = ScopedRelatedField(read_only=True, allow_null=True, help_text="The tagging that this one took back.")
    undone_by = ScopedRelatedField(read_only=True, allow_null=True)
    set = serializers.SerializerMethodField()
    add_hashtags = serializers.SerializerMethodField()
    remove_hashtags = serializers.SerializerMethodField()
    unchanged = serializers.SerializerMethodField()

    class Meta:
        model = Tagging
        fields = (
            "id",
            "source",
            "rule",
            "import",
            "undoes",
            "undone_by",
            "set",
            "add_hashtags",
            "remove_hashtags",
            "matched",
            "changed",
            "unchanged",
            "kept",
            "created_by",
            "created_at",
        )
        read_only_fields = fields
        extra_kwargs: ClassVar = {"import": {"source": "upload"}}

    @extend_schema_field({"type": "object", "additionalProperties": ANY_VALUE})
    def get_set(self, tagging: Tagging) -> dict[str, Value]:
        """Give what was to be set."""
        return dict(tagging.stated.get("set", {}))

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_add_hashtags(self, tagging: Tagging) -> list[str]:
        """Give the hashtags that were to be added."""
        return list(tagging.stated.get("add_hashtags", []))

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_remove_hashtags(self, tagging: Tagging) -> list[str]:
        """Give the hashtags that were to be removed."""
        return list(tagging.stated.get("remove_hashtags", []))

    def get_unchanged(self, tagging: Tagging) -> int:
        """Count the contents whose values stayed."""
        return tagging.matched - tagging.changed


class TagChangeSerializer(StrictModelSerializer):
    """One value that a tagging changed or confirmed; a hashtag is an attribute `hashtag:…` that is there or not."""

    content = ScopedRelatedField(read_only=True)
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    class Meta:
        model = TagChange
        fields = ("id", "content", "attribute", "before", "after")
        read_only_fields = fields

    @extend_schema_field(ANY_VALUE)
    def get_before(self, change: TagChange) -> Value:
        """Give the value before."""
        return shown(change.attribute, change.before)

    @extend_schema_field(ANY_VALUE)
    def get_after(self, change: TagChange) -> Value:
        """Give the value after."""
        return shown(change.attribute, change.after)


class UndoneAnswer(StrictSerializer):
    """What taking a tagging back did."""

    id = serializers.UUIDField(
        allow_null=True, help_text="The undoing, to undo it by; null where nothing was restored."
    )
    restored = serializers.IntegerField(help_text="Contents of which a value was restored.")
    kept = serializers.IntegerField(help_text="Contents of which a value was changed since and left so.")
    kept_contents = serializers.ListField(child=serializers.UUIDField(), help_text="Some of those, at most ten.")


@extend_schema_field(ANY_VALUE)
class TagValueField(serializers.Field[Any, Any, Any, Any]):
    """A text, a yes or no, or nothing."""

    def to_representation(self, value: Value) -> Value:
        """Write the value as it is."""
        return value


class ContentTagSerializer(StrictSerializer):
    """One tag of a content, and who vouches for it; `source` is null where nobody is known to have set it."""

    attribute = serializers.ChoiceField(choices=[*(attribute.value for attribute in Attribute), "hashtag"])
    value = TagValueField(read_only=True)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a member, not the base class's attribute
        choices=SOURCES, allow_null=True
    )
    set_by = serializers.CharField(allow_null=True)
    set_at = serializers.DateTimeField(allow_null=True)
    tagging = serializers.UUIDField(allow_null=True)
    rule = serializers.UUIDField(allow_null=True)


class ContentTagsAnswer(StrictSerializer):
    """The tags of a content."""

    content = serializers.UUIDField()
    tags = ContentTagSerializer(many=True)


def wish_of(data: Mapping[str, Any]) -> tuple[Wish, Campaign | None]:
    """Read what is wished, and the campaign that is named in it."""
    stated = data.get("set", {})
    values = {Attribute(name): _plain(value) for name, value in stated.items()}
    wish = Wish(values, tuple(data.get("add_hashtags", ())), tuple(data.get("remove_hashtags", ())))
    return wish, stated.get("campaign")


def run_shown(run: Run, *, dry_run: bool) -> dict[str, Any]:
    """Write what a run did."""
    return {
        "id": str(run.id) if run.did_something and not dry_run else None,
        "dry_run": dry_run,
        "matched": run.matched,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "confirmed": run.confirmed,
        "kept": run.kept,
        "sample": [
            {"content": str(one.content), "title": one.title, "changes": [_change_shown(each) for each in one.changes]}
            for one in run.sample
        ],
    }


def undone_shown(undone: Undone) -> dict[str, Any]:
    """Write what taking a tagging back did."""
    return {
        "id": str(undone.run.id) if undone.run.did_something else None,
        "restored": undone.restored,
        "kept": undone.kept,
        "kept_contents": [str(content) for content in undone.kept_contents],
    }


def shown(attribute: str, value: Any) -> Value:
    """Write a stored value: of a hashtag whether it is there."""
    if attribute.startswith(HASHTAG):
        return value is not None
    stored: Value = value
    return stored


def _change_shown(change: Change) -> dict[str, Any]:
    return {
        "attribute": change.attribute,
        "before": shown(change.attribute, change.before),
        "after": shown(change.attribute, change.after),
    }


def _plain(value: Any) -> Value:
    plain: Value = str(value.pk) if hasattr(value, "pk") else value
    return plain
