"""The shapes of pushed facts, for the API's description: the bodies are read without a serializer a row."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.serializers import StrictSerializer
from campaigns.api.conversion_shapes import ATOMIC, MODES
from campaigns.api.import_shapes import ImportCountsSerializer, ImportSerializer
from campaigns.pushes.batches import FACTS_AT_MOST
from campaigns.readers import Grain
from campaigns.readers.canonical_ads import LEVELS
from campaigns.readers.content_fields import FORMATS

GRAINS = [grain.value for grain in Grain]


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d{1,18}(\.\d{1,12})?$"}, {"type": "null"}]
        },
        "minProperties": 1,
    }
)
class NumbersField(serializers.DictField):
    """Numbers by metric, each a JSON number or a decimal as text; null where it is not known."""


class FactSerializer(StrictSerializer):
    """One fact; which members it has depends on its grain, as in the templates of files."""

    grain = serializers.ChoiceField(choices=GRAINS)
    account = serializers.UUIDField()
    values = NumbersField(help_text="By metric; a single one for periods and breakdowns.")
    captured_on = serializers.DateField(
        required=False, help_text="The day on which the numbers were read; for a content the day of its totals."
    )
    day = serializers.DateField(required=False, help_text="Of account days, ad days and breakdowns.")
    start = serializers.DateField(required=False, help_text="Of periods: the first day.")
    end = serializers.DateField(required=False, help_text="Of periods: the last day.")
    currency = serializers.CharField(required=False, help_text="Needed with money: an ISO 4217 code.")
    derived = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Metrics that were worked out from a rate."
    )
    capped = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Metrics whose number is only a lower bound."
    )
    content = serializers.UUIDField(required=False, help_text="Of contents: ours. Else external_id, url or the moment.")
    external_id = serializers.CharField(required=False, help_text="The network's id of the content or the ad unit.")
    url = serializers.CharField(required=False)
    title = serializers.CharField(required=False)
    published_at = serializers.DateTimeField(
        required=False, help_text="In the account's own time where it has no offset; a day alone is taken too."
    )
    format = serializers.ChoiceField(choices=FORMATS, required=False)
    duration_s = serializers.DecimalField(max_digits=None, decimal_places=None, required=False)
    followers_at_publish = serializers.IntegerField(required=False)
    category = serializers.CharField(required=False)
    hook = serializers.CharField(required=False)
    sound = serializers.CharField(required=False)
    hashtags = serializers.ListField(child=serializers.CharField(), required=False)
    boosted = serializers.BooleanField(required=False)
    locals()["source"] = serializers.CharField(
        required=False, help_text="Of ad days, and of periods of an ad unit: the system whose id external_id is."
    )
    level = serializers.ChoiceField(choices=LEVELS, required=False)
    name = serializers.CharField(required=False)
    parent_external_id = serializers.CharField(required=False)
    ad_account = serializers.CharField(required=False)
    vendor_campaign_id = serializers.CharField(required=False)
    vendor_campaign_name = serializers.CharField(required=False)
    dimension = serializers.CharField(required=False, help_text="Of breakdowns: territory, hour, age, ...")
    bucket = serializers.CharField(required=False)


class FactBatchBody(StrictSerializer):
    """Facts of any grains and accounts."""

    facts = serializers.ListField(child=FactSerializer(), min_length=1, max_length=FACTS_AT_MOST)
    mode = serializers.ChoiceField(choices=MODES, default=ATOMIC)
    captured_on = serializers.DateField(
        required=False, help_text="The day on which facts that name none were read; else today at the account."
    )


class RefusedFactSerializer(StrictSerializer):
    """What is wrong with one fact that was refused."""

    index = serializers.IntegerField(help_text="Its place in the request, from 0.")
    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()
    locals()["import"] = serializers.UUIDField(allow_null=True, help_text="Whose rows list it too.")


class FactsTakenSerializer(StrictSerializer):
    """What became of a batch of facts."""

    mode = serializers.ChoiceField(choices=MODES)
    counts = ImportCountsSerializer()
    imports = ImportSerializer(many=True)
    refused = RefusedFactSerializer(many=True, help_text="The first hundred faults; the imports' rows list all facts.")


def fact_bodies() -> dict[str, Any]:
    """Describe both ways of sending facts: an object with a list, or a fact a line."""
    return {"application/json": FactBatchBody(), "application/x-ndjson": FactSerializer()}
