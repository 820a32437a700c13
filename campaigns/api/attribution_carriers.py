"""`/attribution-carriers`: what carries attribution from a content to an order, and what of it survives where."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.closed import Parameter
from apikit.definitions import page_of_definitions
from apikit.problems import bad_parameter
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.api.tracking_link_shapes import PlaceSerializer
from campaigns.attribution.carriers import Carrier, Certainty, carriers
from campaigns.attribution.codes import LIMITS, CodeKind
from clients.networks import AccountKind, Network


class CodeLimitSerializer(StrictSerializer):
    """What a code of this carrier may look like."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in CodeKind])
    shortest = serializers.IntegerField()
    longest = serializers.IntegerField()
    characters = serializers.CharField()


class SurvivalSerializer(PlaceSerializer):
    """What becomes of a carrier in one place of one network."""

    network = serializers.ChoiceField(choices=[network.value for network in Network])
    account_kind = serializers.CharField(allow_null=True, help_text="Null: every account of the network.")


class CarrierSerializer(StrictSerializer):
    """One way to know where an order came from."""

    key = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    description = serializers.CharField()
    code = CodeLimitSerializer(allow_null=True, help_text="Null where it carries none of our codes.")
    survival = SurvivalSerializer(many=True)
    certainty = serializers.ChoiceField(choices=[each.value for each in Certainty])
    reviewed = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, which serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField()}


class CarriersView(ActionView):
    """The carriers of attribution."""

    resource = "attribution-carriers"
    operations: ClassVar = {"get": "attribution_carriers_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    paged_actions = frozenset({"get"})
    serializer_class = CarrierSerializer
    parameters: ClassVar = {
        "get": {
            "network": Parameter(
                {"type": "string", "enum": [each.value for each in Network]}, "Only what is known of this network."
            ),
            "account_kind": Parameter(
                {"type": "string", "enum": [each.value for each in AccountKind]}, "Only this kind of account."
            ),
        }
    }

    def get(self, request: Any) -> Response:
        """List what carries attribution, and what of it survives in which app."""
        network = _one_of(request, "network", [each.value for each in Network])
        kind = _one_of(request, "account_kind", [each.value for each in AccountKind])
        found = [carrier for carrier in carriers().values() if carrier.on(network, kind)]
        return page_of_definitions(request, found, lambda carrier: carrier_shown(carrier, network, kind))


def carrier_shown(carrier: Carrier, network: str | None, kind: str | None) -> dict[str, Any]:
    """Write a carrier, with what becomes of it on a network and kind of account."""
    limit = None if carrier.code_kind is None else LIMITS[carrier.code_kind]
    return {
        "key": carrier.key,
        "names": dict(carrier.names),
        "description": carrier.description,
        "code": limit
        and {
            "kind": carrier.code_kind,
            "shortest": limit.shortest,
            "longest": limit.longest,
            "characters": limit.allowed,
        },
        "survival": [
            {
                "network": each.network,
                "account_kind": each.account_kind,
                "place": each.place,
                "verdict": each.verdict,
                "note": each.note,
            }
            for each in carrier.on(network, kind)
        ],
        "certainty": carrier.certainty,
        "source": carrier.source,
        "reviewed": carrier.reviewed,
    }


def _one_of(request: Any, name: str, known: list[str]) -> str | None:
    given = request.query_params.getlist(name)
    if not given:
        return None
    if len(given) > 1 or given[0] not in known:
        raise bad_parameter(name, f"Send one of {', '.join(known)}.")
    return str(given[0])
