"""`/agency`: what the agency says of itself."""

from datetime import datetime
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from agencies.references import AgencyState
from apikit.closed import Example
from apikit.fields import CurrencyField
from apikit.serializers import StrictModelSerializer
from apikit.views import ActionView
from clients.models import AgencyProfile
from clients.services.profile import revise_profile
from people.principal import asking


class AgencySerializer(StrictModelSerializer):
    """The agency: its names, the defaults of new brands, and the day on which the weeks of its results begin."""

    id = serializers.SerializerMethodField()
    currency = CurrencyField(required=False, allow_blank=True)
    state = serializers.SerializerMethodField()
    purge_at = serializers.SerializerMethodField()

    class Meta:
        model = AgencyProfile
        fields = (
            "id",
            "slug",
            "name",
            "currency",
            "time_zone",
            "industry",
            "language",
            "week_start",
            "state",
            "purge_at",
            "version",
        )
        read_only_fields = ("slug", "version")

    def get_id(self, _: AgencyProfile) -> str:
        """Give the agency's id, by which the shared schema knows it."""
        return str(asking(self.context["request"]).agency.id)

    def get_state(self, _: AgencyProfile) -> AgencyState:
        """Say whether the agency is active."""
        return asking(self.context["request"]).agency.state

    def get_purge_at(self, _: AgencyProfile) -> datetime | None:
        """Say when a closing agency is deleted; null where it is not closing."""
        return asking(self.context["request"]).agency.purge_at


class AgencyView(ActionView):
    """The caller's agency."""

    resource = "agency"
    operations: ClassVar = {"get": "agency_read", "patch": "agency_update"}
    capabilities: ClassVar = {"get": "agency:read", "patch": "agency:update"}
    serializer_class = AgencySerializer
    examples: ClassVar = {"patch": Example({"currency": "CNY", "time_zone": "Asia/Shanghai", "week_start": "sunday"})}

    def get(self, request: Any) -> Response:
        """Read the agency's profile."""
        del request
        return self._answer(AgencyProfile.objects.get())

    def patch(self, request: Any) -> Response:
        """Change the agency's profile."""
        profile = AgencyProfile.objects.get()
        expected = self.expected_version(profile)
        body = AgencySerializer(profile, data=request.data, partial=True, context={"request": request})
        body.is_valid(raise_exception=True)
        return self._answer(revise_profile(asking(request), profile, body.validated_data, expected=expected))

    def _answer(self, profile: AgencyProfile) -> Response:
        return self.tagged(Response(AgencySerializer(profile, context={"request": self.request}).data), profile)
