"""Every action says what it needs, in words that the table of roles knows."""

from django.conf import settings

from apikit.closed import ClosedView
from apikit.principals import AUTHENTICATED, PUBLIC
from people.principal import HAND_IN
from people.roles import CAPABILITIES
from tests.contract.routes import actions, served

OPEN = {
    ("POST", "/session"),
    ("POST", "/password:request-reset"),
    ("POST", "/password:reset"),
    ("POST", "/invitations:accept"),
}


def test_every_view_is_closed():
    assert [view for view in served().values() if not issubclass(view, ClosedView)] == []


def test_every_action_declares_a_known_capability():
    known = {PUBLIC, AUTHENTICATED, HAND_IN, *CAPABILITIES}
    assert [(view, action) for view, action in actions() if view.capabilities[action] not in known] == []


def test_only_the_ways_in_are_public():
    public = {
        (method, route) for (method, route), view in served().items() if view.capabilities.get(method.lower()) == PUBLIC
    }
    assert public == OPEN
    resources = [view for view in served().values() if PUBLIC in view.capabilities.values() and hasattr(view, "scope")]
    assert resources == []


def test_answers_are_remembered_wherever_an_agency_is_open():
    at_the_door = {route for (_, route), view in served().items() if not view.remembers_answers}
    assert at_the_door == {
        route
        for _, route in served()
        if {f"/api/v1{route}", f"/api/v1{route.partition(':')[0]}"} & set(settings.DOOR_PATHS)
    }


def test_every_answer_with_a_secret_is_marked():
    minting = {view.__name__ for view in served().values() if view.mints_credential}
    assert minting == {
        "SessionView",
        "SessionSwitchView",
        "AcceptView",
        "InvitationViewSet",
        "ApiKeyViewSet",
        "UploadLinkViewSet",
    }


def test_no_capability_is_without_a_role():
    assert [capability for capability, roles in CAPABILITIES.items() if not roles] == []
