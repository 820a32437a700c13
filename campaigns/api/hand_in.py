"""`/hand-in`: what the holder of an upload link sees and sends; there is no log-in and nothing else to reach."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import IdField
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.api.collection_shapes import SpanSerializer, spans_shown
from campaigns.api.import_bundles import FILE_OUTCOMES, BundleAccountSerializer, SeveralFiles, account_shown, files_sent
from campaigns.collection.bundles import FileOutcome
from campaigns.collection.expectations import files_of
from campaigns.collection.links import accounts_of, hand_in, link_of
from campaigns.collection.owed import Owed, owed_by_link
from campaigns.imports.refusals import PeriodClosed
from campaigns.models import UploadLink
from campaigns.readers import Profile
from clients.models import AgencyProfile, NetworkAccount
from people.principal import HAND_IN, LinkHolder


class WantedFileSerializer(StrictSerializer):
    """A kind of file that is asked for, and how to get it."""

    profile = serializers.CharField()
    title = serializers.CharField()
    titles = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    found_in = serializers.DictField(child=serializers.CharField(), help_text="By language.")


class DueFileSerializer(WantedFileSerializer):
    """A kind of file of an account with days that are missing."""

    account = BundleAccountSerializer()
    missing = SpanSerializer(many=True, help_text="Days that no file covers and that can be exported.")
    missing_days = serializers.IntegerField()
    due_on = serializers.DateField(help_text="When the first of them is due.")
    closes_on = serializers.DateField(
        allow_null=True, help_text="The last day on which an export still reaches all of them."
    )


class HandInSerializer(StrictSerializer):
    """What a link asks for."""

    agency = serializers.CharField()
    brand = serializers.CharField()
    note = serializers.CharField()
    expires_at = serializers.DateTimeField()
    files_left = serializers.IntegerField()
    bytes_left = serializers.IntegerField()
    accounts = BundleAccountSerializer(many=True)
    wanted = WantedFileSerializer(many=True, help_text="Kinds of file that are taken.")
    due = DueFileSerializer(many=True, help_text="Those of them with missing days, the most urgent first.")


class HandedFiles(SeveralFiles):
    """Files, as `multipart/form-data`."""

    account = IdField(required=False, help_text="One of the link's accounts, for files that may be of several.")


class UnderstoodFileSerializer(StrictSerializer):
    """What was understood of one file."""

    name = serializers.CharField()
    archive = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(choices=FILE_OUTCOMES)
    profile = serializers.CharField(allow_null=True)
    account = BundleAccountSerializer(allow_null=True)
    candidates = BundleAccountSerializer(many=True)
    rows = serializers.IntegerField(allow_null=True)
    refused = serializers.IntegerField(allow_null=True, help_text="How many of the rows could not be read.")
    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    code = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)


class HandInAnswer(StrictSerializer):
    """What was understood of each file."""

    files = UnderstoodFileSerializer(many=True)


_ACCOUNT = {"id": "01990000-0000-7000-8000-000000000020", "network": "tiktok", "kind": "standard", "handle": "aurora"}
_WANTED = {
    "profile": "tiktok.studio.overview",
    "title": "TikTok Studio: Overview",
    "titles": {"en": "TikTok Studio: Overview"},
    "found_in": {"en": "TikTok Studio (web) > Analytics > Overview > Download data > CSV or XLSX"},
}
ASKED = {
    "agency": "North Agency",
    "brand": "Aurora",
    "note": "Please send last month's files.",
    "expires_at": "2026-03-31T00:00:00Z",
    "files_left": 20,
    "bytes_left": 209715200,
    "accounts": [_ACCOUNT],
    "wanted": [_WANTED],
    "due": [
        {
            **_WANTED,
            "account": _ACCOUNT,
            "missing": [{"start": "2026-02-01", "end": "2026-02-28"}],
            "missing_days": 28,
            "due_on": "2026-03-03",
            "closes_on": "2026-04-02",
        }
    ],
}
UNDERSTOOD: Mapping[str, Any] = {
    "name": "Overview.csv",
    "archive": None,
    "outcome": "previewed",
    "profile": "tiktok.studio.overview",
    "account": _ACCOUNT,
    "candidates": [],
    "rows": 28,
    "refused": 0,
    "first_day": "2026-02-01",
    "last_day": "2026-02-28",
    "code": None,
    "detail": None,
}


class HandInView(ActionView):
    """The one place that the token of an upload link opens."""

    resource = "hand-in"
    operations: ClassVar = {"get": "hand_in_read", "post": "hand_in_send"}
    capabilities: ClassVar = {"get": HAND_IN, "post": HAND_IN}
    file_actions = frozenset({"post"})
    input_serializers: ClassVar = {"post": HandedFiles}
    output_serializers: ClassVar = {"get": HandInSerializer, "post": HandInAnswer}
    success_status: ClassVar = {"post": 200}
    examples: ClassVar = {
        "get": Example(None, ASKED),
        "post": Example({"files": ["Overview.csv"]}, {"files": [UNDERSTOOD]}),
    }

    def get(self, request: Any) -> Response:
        """Read what the link asks for: which files of which accounts, what is missing, how much it still takes."""
        link = link_of(_holder(request))
        accounts = list(accounts_of(link))
        return Response(
            {
                "agency": AgencyProfile.objects.values_list("name", flat=True).get(),
                "brand": link.brand.name,
                "note": link.note,
                "expires_at": link.expires_at,
                "files_left": max(0, link.most_files - link.files_taken),
                "bytes_left": max(0, link.most_bytes - link.bytes_taken),
                "accounts": [account_shown(account) for account in accounts],
                "wanted": [_wanted_shown(profile) for profile in _wanted(link, accounts)],
                "due": [_due_shown(each) for each in owed_by_link(link, now=timezone.now())],
            }
        )

    def post(self, request: Any) -> Response:
        """Hand files in; the answer tells what was understood of each.

        They wait until the agency confirms them, or count at once where the link is made so. Files of other accounts,
        or of kinds that the link does not ask for, are refused one by one.
        """
        holder = _holder(request)
        link = link_of(holder)
        body = read_body(request, HandedFiles)
        outcomes = hand_in(holder, files_sent(body), account=_account(link, body))
        return Response({"files": [_understood(outcome) for outcome in outcomes]})


def _holder(request: Any) -> LinkHolder:
    holder = request.principal
    if not isinstance(holder, LinkHolder):
        msg = "This action was reached without an upload link"
        raise TypeError(msg)
    return holder


def _account(link: UploadLink, body: Any) -> NetworkAccount | None:
    """Find the account that a body names among the link's; 422 for any other."""
    if "account" not in body:
        return None
    found = next((account for account in accounts_of(link) if account.id == body["account"]), None)
    if found is None:
        told = ErrorDetail("There is nothing with this id that you may use.", "not_found")
        raise serializers.ValidationError({"account": [told]})
    return found


def _wanted(link: UploadLink, accounts: list[NetworkAccount]) -> list[Profile]:
    """Give the kinds of file that the link's accounts can export, narrowed to those that it names."""
    found = {profile.key: profile for account in accounts for profile in files_of(account)}
    return [profile for key, profile in sorted(found.items()) if not link.profiles or key in link.profiles]


def _wanted_shown(profile: Profile) -> dict[str, Any]:
    return {
        "profile": profile.key,
        "title": profile.title,
        "titles": dict(profile.titles),
        "found_in": dict(profile.collection.found_in),
    }


def _due_shown(owed: Owed) -> dict[str, Any]:
    return {
        **_wanted_shown(owed.profile),
        "account": account_shown(owed.account),
        "missing": spans_shown(owed.missing),
        "missing_days": owed.days,
        "due_on": owed.due_on,
        "closes_on": owed.closes_on,
    }


def _understood(told: FileOutcome) -> dict[str, Any]:
    """Write what was understood: nothing of what is stored already, and no report's name."""
    upload = told.upload
    return {
        "name": told.name,
        "archive": told.archive,
        "outcome": told.outcome,
        "profile": told.profile or None,
        "account": None if told.account is None else account_shown(told.account),
        "candidates": [account_shown(account) for account in told.candidates],
        "rows": None if upload is None else upload.counts["rows"],
        "refused": None if upload is None else upload.counts["refused"],
        "first_day": None if upload is None else upload.first_day,
        "last_day": None if upload is None else upload.last_day,
        "code": told.code or None,
        "detail": (PeriodClosed.detail if told.code == PeriodClosed.code else told.detail) or None,
    }
