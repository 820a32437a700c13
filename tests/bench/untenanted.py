"""What stands in for the agency's routing where there are no agencies: the same credential, checked the same way."""

import os
from time import monotonic

from django.conf import settings

from apikit import guard
from people.models import Credential
from people.principal import Principal
from people.resolution import REMEMBERED_SECONDS
from people.roles import Role
from people.tokens import parse_token

guard.active_schema = lambda using: os.environ["BENCH_SCHEMA"]  # noqa: ARG005 - nothing to compare a schema with


class OneForAllMiddleware:
    """Read the credential's row every few seconds and prove the secret at each request, as the product does."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = {}

    def __call__(self, request):
        if "Authorization" in request.headers:
            request.principal = self.principal(request)
        return self.get_response(request)

    def principal(self, request):
        token = parse_token(request.headers["Authorization"].partition(" ")[2])
        kept_until, row = self.kept.get(token.key_id, (0.0, None))
        if kept_until <= monotonic():
            row = Credential.objects.select_related("agency", "membership").get(key_id=token.key_id)
            self.kept[token.key_id] = (monotonic() + REMEMBERED_SECONDS, row)
        assert token.proves(row.secret_hash, settings.CREDENTIAL_PEPPER)
        member = row.membership
        return Principal(
            agency=row.agency.ref(),
            membership_id=member.id,
            user_id=member.user_id,
            name=member.display_name,
            email=member.email,
            role=Role(member.role),
            brand_roles=frozenset(),
            credential_id=row.id,
            credential_kind=row.kind,
            scopes=frozenset(row.scopes),
            request_id=getattr(request, "request_id", ""),
        )
