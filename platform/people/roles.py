"""The one table of who may do what. A capability that stands in no row can be granted to nobody."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a member is in an agency, or on one brand."""

    OWNER = "owner"
    ADMIN = "admin"
    ACCOUNT_MANAGER = "account_manager"
    ANALYST = "analyst"
    CLIENT = "client"


O, A, M, N, C = Role.OWNER, Role.ADMIN, Role.ACCOUNT_MANAGER, Role.ANALYST, Role.CLIENT  # noqa: E741 - columns of the table

CAPABILITIES: Mapping[str, frozenset[Role]] = {
    # the agency
    "agency:read": frozenset({O, A, M, N, C}),
    "agency:update": frozenset({O, A}),
    "agency:close": frozenset({O}),
    "exports:manage": frozenset({O}),
    "retention:read": frozenset({O, A}),
    "retention:write": frozenset({O}),
    "people:erase": frozenset({O, A}),
    "members:read": frozenset({O, A, M, N}),
    "members:manage": frozenset({O, A}),
    "owners:manage": frozenset({O}),
    "api_keys:manage": frozenset({O, A}),
    "audit:read": frozenset({O, A}),
    # what is worked for and on
    "brands:read": frozenset({O, A, M, N, C}),
    "brands:create": frozenset({O, A, M}),
    "brands:update": frozenset({O, A, M}),
    "brands:delete": frozenset({O, A}),
    "brand_access:manage": frozenset({O, A}),
    "accounts:read": frozenset({O, A, M, N, C}),
    "accounts:write": frozenset({O, A, M}),
    "campaigns:read": frozenset({O, A, M, N}),
    "campaigns:write": frozenset({O, A, M}),
    "contents:read": frozenset({O, A, M, N}),
    "contents:write": frozenset({O, A, M, N}),
    "tag_rules:read": frozenset({O, A, M, N}),
    "tag_rules:write": frozenset({O, A, M}),
    "creators:read": frozenset({O, A, M, N}),
    "creators:write": frozenset({O, A, M}),
    "costs:read": frozenset({O, A, M}),
    "costs:write": frozenset({O, A, M}),
    "ad_units:read": frozenset({O, A, M, N}),
    "ad_units:write": frozenset({O, A, M}),
    "tracking:read": frozenset({O, A, M, N}),
    "tracking:write": frozenset({O, A, M, N}),
    # numbers in, meaning out
    "conversions:read": frozenset({O, A, M, N}),
    "conversions:write": frozenset({O, A, M, N}),
    "imports:read": frozenset({O, A, M, N}),
    "imports:write": frozenset({O, A, M, N}),
    "collection:read": frozenset({O, A, M, N}),
    "collection:write": frozenset({O, A, M, N}),
    "upload_links:manage": frozenset({O, A, M}),
    "catalogue:read": frozenset({O, A, M, N, C}),
    "kpis:write": frozenset({O, A, M}),
    "targets:read": frozenset({O, A, M, N, C}),
    "targets:write": frozenset({O, A, M}),
    "targets:sign_off": frozenset({O, A, C}),
    "results:read": frozenset({O, A, M, N}),
    "exchange_rates:read": frozenset({O, A, M, N}),
    "exchange_rates:write": frozenset({O, A}),
    "reports:read": frozenset({O, A, M, N, C}),
    "reports:draft": frozenset({O, A, M, N}),
    "reports:publish": frozenset({O, A, M}),
    "reports:reopen": frozenset({O, A}),
    # fields inside what is otherwise visible: internal cost, rebate, margin, internal notes, drafts
    "internal:read": frozenset({O, A, M}),
}

SEES_EVERY_BRAND = frozenset({O, A})
GRANTABLE_ON_A_BRAND = frozenset({M, N, C})


def allows(role: Role, capability: str) -> bool:
    """Say whether a role has a capability. An unknown capability is a programming error: KeyError."""
    return role in CAPABILITIES[capability]


def roles_with(capability: str) -> frozenset[Role]:
    """Give the roles that have a capability."""
    return CAPABILITIES[capability]


def may_grant(granter: Role, role: Role) -> bool:
    """Say whether a member of one role may make another member of a role: owners all, admins all below owner."""
    return allows(granter, "owners:manage" if role is Role.OWNER else "members:manage")


def capabilities_of(role: Role) -> frozenset[str]:
    """Give every capability of a role."""
    return frozenset(capability for capability, roles in CAPABILITIES.items() if role in roles)
