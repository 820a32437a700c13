"""The table of roles and capabilities says what the design of the product says, and nothing by accident."""

import pytest

from apikit.principals import AUTHENTICATED, PUBLIC
from people.roles import (
    CAPABILITIES,
    GRANTABLE_ON_A_BRAND,
    SEES_EVERY_BRAND,
    Role,
    allows,
    capabilities_of,
    may_grant,
    roles_with,
)

BELOW_OWNER = [role for role in Role if role is not Role.OWNER]


def test_an_owner_may_everything() -> None:
    assert capabilities_of(Role.OWNER) == frozenset(CAPABILITIES)


def test_an_admin_may_everything_but_what_belongs_to_owners() -> None:
    of_owners = {"owners:manage", "exports:manage", "agency:close", "retention:write"}
    assert frozenset(CAPABILITIES) - capabilities_of(Role.ADMIN) == of_owners


@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.ANALYST, Role.CLIENT])
def test_who_works_on_brands_may_nothing_that_an_admin_may_not(role: Role) -> None:
    assert capabilities_of(role) < capabilities_of(Role.ADMIN)
    assert role not in SEES_EVERY_BRAND


@pytest.mark.parametrize(
    "capability", ["costs:read", "internal:read", "campaigns:read", "results:read", "members:read"]
)
def test_a_client_never_sees_costs_margins_members_or_work_in_progress(capability: str) -> None:
    assert not allows(Role.CLIENT, capability)
    assert allows(Role.ACCOUNT_MANAGER, capability)


def test_a_client_signs_off_targets_and_writes_nothing_else() -> None:
    writes = {name for name in capabilities_of(Role.CLIENT) if not name.endswith(":read")}
    assert writes == {"targets:sign_off"}


def test_an_analyst_drafts_reports_and_does_not_publish_them() -> None:
    assert allows(Role.ANALYST, "reports:draft")
    assert not allows(Role.ANALYST, "reports:publish")


def test_every_capability_is_held_by_somebody_and_names_a_thing_and_a_deed() -> None:
    for capability, roles in CAPABILITIES.items():
        assert roles
        assert capability.count(":") == 1
        assert roles == roles_with(capability)
    assert not {PUBLIC, AUTHENTICATED} & set(CAPABILITIES)


def test_a_capability_that_stands_in_no_row_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        allows(Role.OWNER, "brands:invented")


@pytest.mark.parametrize("role", Role)
def test_owners_grant_every_role_and_admins_every_one_below_owner(role: Role) -> None:
    assert may_grant(Role.OWNER, role)
    assert may_grant(Role.ADMIN, role) == (role in BELOW_OWNER)


@pytest.mark.parametrize("granter", [Role.ACCOUNT_MANAGER, Role.ANALYST, Role.CLIENT])
def test_nobody_else_grants_anything(granter: Role) -> None:
    assert not any(may_grant(granter, role) for role in Role)


def test_on_a_single_brand_only_the_roles_of_brand_work_are_given() -> None:
    assert Role.OWNER not in GRANTABLE_ON_A_BRAND
    assert Role.ADMIN not in GRANTABLE_ON_A_BRAND
