"""Addresses of resources: plural kebab-case, no trailing slash, custom methods after a colon."""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework.routers import DynamicRoute, Route, SimpleRouter

from apikit.viewsets import ResourceViewSet

_PLURAL_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_STARTS = (":", "/")


class ResourceRouter(SimpleRouter):
    """Routes `ResourceViewSet`s.

    `@action(detail=True, url_path=":publish")` answers at `/reports/{id}:publish`, `url_path="rows"` at
    `/imports/{id}/rows`, and `@action(detail=False, url_path=":onboard")` at `/brands:onboard`.
    """

    routes = [
        Route(
            url=r"^{prefix}$",
            mapping={"get": "list", "post": "create"},
            name="{basename}-list",
            detail=False,
            initkwargs={"suffix": "List"},
        ),
        DynamicRoute(url=r"^{prefix}{url_path}$", name="{basename}-{url_name}", detail=False, initkwargs={}),
        Route(
            url=r"^{prefix}/{lookup}$",
            mapping={"get": "retrieve", "patch": "partial_update", "delete": "destroy"},
            name="{basename}-detail",
            detail=True,
            initkwargs={"suffix": "Instance"},
        ),
        DynamicRoute(url=r"^{prefix}/{lookup}{url_path}$", name="{basename}-{url_name}", detail=True, initkwargs={}),
    ]

    def __init__(self) -> None:
        super().__init__(trailing_slash=False)

    def add(self, *viewsets: type[ResourceViewSet]) -> None:
        """Serve each viewset under its own `resource` name."""
        for viewset in viewsets:
            self.register(viewset.resource, viewset, basename=viewset.resource)

    def register(self, prefix: str, viewset: Any, basename: str | None = None) -> None:
        """Serve a viewset; refuse one that is not closed, and a path that is not plural kebab-case."""
        if not issubclass(viewset, ResourceViewSet):
            msg = f"{viewset.__name__} is no ResourceViewSet"
            raise ImproperlyConfigured(msg)
        if not _PLURAL_KEBAB.fullmatch(prefix):
            msg = f"'{prefix}' is not a kebab-case path"
            raise ImproperlyConfigured(msg)
        super().register(prefix, viewset, basename=basename or prefix)

    def _get_dynamic_route(self, route: DynamicRoute, action: Any) -> Route:
        given: str = action.url_path
        action.url_path = given if given.startswith(_STARTS) else f"/{given}"
        try:
            found: Route = super()._get_dynamic_route(route, action)
        finally:
            action.url_path = given
        return found
