"""What a closed view must declare, and what it may not change."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from apikit.mixins import Listable, Retrievable
from apikit.routers import ResourceRouter
from apikit.views import ActionView
from apikit.viewsets import ResourceViewSet
from tests.platform.apikit.shelf import Things


def scope(self: Any) -> Any:
    return None


def declare(*bases: type, **members: Any) -> type:
    return type("Books", (*bases, ResourceViewSet), {"resource": "books", "scope": scope, **members})


def test_an_action_without_a_capability_cannot_be_served() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Books\.retrieve declares no capability"):
        declare(Listable, Retrievable, capabilities={"list": "books:read"})
    declare(Listable, Retrievable, capabilities={"list": "books:read", "retrieve": "books:read"})


def test_an_extra_action_without_a_capability_cannot_be_served() -> None:
    @action(detail=True, methods=["post"])
    def publish(self: Any, request: Any, id: str) -> Response:
        return Response()

    with pytest.raises(ImproperlyConfigured, match=r"Books\.publish declares no capability"):
        declare(publish=publish)


def test_a_capability_for_nothing_is_a_mistake() -> None:
    with pytest.raises(ImproperlyConfigured, match="destroy, which it does not serve"):
        declare(Listable, capabilities={"list": "books:read", "destroy": "books:delete"})


@pytest.mark.parametrize(
    "name", ["get_queryset", "filter_queryset", "paginate_queryset", "check_permissions", "get_object", "initial"]
)
def test_what_is_closed_cannot_be_overridden(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"Books must not override {name}"):
        declare(Listable, capabilities={"list": "books:read"}, **{name: scope})


def test_a_mixin_cannot_open_what_is_closed() -> None:
    opener = type("Opener", (), {"check_permissions": scope})
    with pytest.raises(ImproperlyConfigured, match="must not override check_permissions"):
        declare(opener, Listable, capabilities={"list": "books:read"})


def test_the_way_out_has_a_dangerous_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="dangerously_get_queryset"):
        declare(Listable, capabilities={"list": "books:read"}, get_queryset=scope)
    members = {"resource": "books", "capabilities": {"list": "books:read"}, "dangerously_get_queryset": scope}
    type("Books", (Listable, ResourceViewSet), members)


def test_a_resource_must_say_its_scope() -> None:
    with pytest.raises(ImproperlyConfigured, match="does not say its scope"):
        type("Books", (Listable, ResourceViewSet), {"resource": "books", "capabilities": {"list": "books:read"}})


def test_rows_are_not_changed_by_put() -> None:
    with pytest.raises(ImproperlyConfigured, match="must not serve PUT"):
        declare(capabilities={}, update=scope)


def test_a_method_of_a_plain_view_needs_a_capability_too() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Door\.post declares no capability"):
        type("Door", (ActionView,), {"get": scope, "post": scope, "capabilities": {"get": "public"}})


def test_a_router_serves_closed_resources_only() -> None:
    with pytest.raises(ImproperlyConfigured, match="is no ResourceViewSet"):
        ResourceRouter().register("books", ViewSet)
    with pytest.raises(ImproperlyConfigured, match="kebab-case"):
        ResourceRouter().register("My_Books", Things)


def test_custom_methods_stand_after_a_colon_and_nothing_ends_in_a_slash() -> None:
    router = ResourceRouter()
    router.add(Things)
    assert [str(url.pattern) for url in router.urls] == [
        "^things$",
        "^things:mint$",
        "^things/(?P<id>[^/:]+)$",
        "^things/(?P<id>[^/:]+):clash$",
        "^things/(?P<id>[^/:]+)/parts$",
    ]
