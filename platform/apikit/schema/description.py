"""Describes a closed view's operations to drf-spectacular."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import BaseSerializer

from apikit.parsers import NdjsonParser
from apikit.principals import PUBLIC
from apikit.schema import parameters, wording
from apikit.schema.responses import problem_reference
from apikit.serializers import Strict, StrictModelSerializer, StrictSerializer

if TYPE_CHECKING:
    from drf_spectacular.utils import OpenApiParameter

_SINGLE = frozenset({"retrieve", "create", "partial_update", "get", "patch"})
_SINGLE_STATUS = {"create": 201, "destroy": 204}
_BASE_DOCS = frozenset({None, StrictSerializer.__doc__, StrictModelSerializer.__doc__})
_SAYS_NOTHING = frozenset({"", "No response body"})
_SUCCESS_WORDS = {
    "201": "Created.",
    "202": "Accepted; the work goes on.",
    "204": "Done.",
    "207": "Each item for itself.",
}
_BODY_METHODS = frozenset({"POST", "PATCH"})
_CHANGING = frozenset({"POST", "PATCH", "DELETE"})


class PageEnvelope:
    """Tells drf-spectacular how a page looks."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Wrap the items."""
        cursor = {"type": ["string", "null"], "description": "Send it as `cursor` for the next page; null at the end."}
        return {
            "type": "object",
            "properties": {"items": schema, "next_cursor": cursor},
            "required": ["items", "next_cursor"],
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Leave the parameters to the view's schema."""
        del view
        return []


class ResourceSchema(AutoSchema):
    """Describes views of this kit; any other view is described as drf-spectacular would."""

    if TYPE_CHECKING:
        view: Any

    # --- What is said -----------------------------------------------------------------------------------------------

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Add security, capability, refusals and examples to the operation."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None or not self._is_closed():
            return operation
        capability = self.view.capabilities[self._action]
        operation["security"] = [] if capability == PUBLIC else [{"bearer": []}]
        operation["x-capability"] = capability
        for status in self._refusals(capability):
            operation["responses"].setdefault(str(status), problem_reference(status))
        self._describe_answers(operation)
        self._add_examples(operation)
        self._add_expansions()
        return operation

    def get_operation_id(self) -> str:
        """Name the operation."""
        return wording.operation_id(self.view, self._action) if self._is_closed() else super().get_operation_id()

    def get_tags(self) -> list[str]:
        """Group by resource."""
        return [self.view.resource] if self._is_closed() else super().get_tags()

    def get_summary(self) -> str | None:
        """Give the few words."""
        return wording.summary(self.view, self._action) if self._is_closed() else super().get_summary()

    def get_description(self) -> str:  # type: ignore[override]
        """Give the sentences."""
        return wording.description(self.view, self._action) if self._is_closed() else super().get_description()

    # --- Bodies -----------------------------------------------------------------------------------------------------

    def get_request_serializer(self) -> Any:
        """Give the body's serializer, None where there is no body."""
        return (
            self._stated("input", wanted=self.method in _BODY_METHODS)
            if self._is_closed()
            else super().get_request_serializer()
        )

    def get_response_serializers(self) -> Any:
        """Give the answer's serializer under its status."""
        if not self._is_closed():
            return super().get_response_serializers()
        status = self._status()
        body = None if status == HTTPStatus.NO_CONTENT else self._stated("output", wanted=True)
        return dict.fromkeys(self._successes(), body)

    def _stated(self, side: str, *, wanted: bool) -> BaseSerializer[Any] | None:
        by_action = getattr(self.view, f"{side}_serializers", {})
        found = by_action.get(self._action)
        shared = getattr(self.view, "serializer_class", None)
        if found is None and (side == "output" or not self._is_custom()):
            found = shared
        return found() if found is not None and wanted else None

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        """Promise every member of an answer, and refuse members beyond those of a body."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        if type(serializer).__doc__ in _BASE_DOCS:
            schema.pop("description", None)
        if direction == "request" and isinstance(serializer, Strict):
            schema["additionalProperties"] = False
        if direction == "response" and schema.get("properties"):
            writable_only = {name for name, one in schema["properties"].items() if one.get("writeOnly")}
            sometimes_absent: frozenset[str] = getattr(serializer, "sometimes_absent", frozenset())
            schema["required"] = sorted(set(schema["properties"]) - writable_only - sometimes_absent)
        return schema

    def _is_list_view(self, serializer: Any = None) -> bool:
        if not self._is_closed():
            return bool(super()._is_list_view(serializer))
        return self._action == "list" or self._action in self.view.paged_actions

    def _get_paginator(self) -> Any:
        return PageEnvelope() if self._is_closed() else super()._get_paginator()

    def get_paginated_name(self, serializer_name: str) -> str:
        """Name the component of a page."""
        return f"{serializer_name}Page"

    # --- Parameters -------------------------------------------------------------------------------------------------

    def get_override_parameters(self) -> list[Any]:
        """Give query parameters and headers, from what the view declares."""
        if not self._is_closed():
            return list(super().get_override_parameters())
        view, action = self.view, self._action
        found: list[OpenApiParameter] = []
        if action == "list" and hasattr(view, "filterset_class"):
            found += parameters.list_parameters(view)
        elif self._is_list_view():
            found += parameters.page_parameters()
        if action in {"list", "retrieve"} and hasattr(view, "expandable"):
            found += parameters.reading_parameters(view, self._members())
        found += parameters.own_parameters(view, action)
        found += parameters.format_parameters(self.map_renderers("format"))
        found += parameters.request_headers(view, action, self.method, versioned=self._is_conditional())
        found += parameters.response_headers(
            tagged=self._is_versioned(),
            located=action == "create",
            paged=self._is_list_view(),
            status=str(self._status()),
            later="202" if HTTPStatus.ACCEPTED in self._successes() else None,
        )
        return found

    def get_filter_backends(self) -> list[Any]:
        """Have none: filters are among the declared parameters."""
        return [] if self._is_closed() else list(super().get_filter_backends())

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        if not self._is_closed():
            return list(super()._resolve_path_parameters(variables))
        stated = {"id": {"type": "string", "format": "uuid"}} | dict(self.view.path_parameters)
        return [
            {
                "in": "path",
                "name": name,
                "schema": stated.get(name, {"type": "string"}),
                "required": True,
                "description": f"The {name.replace('_', ' ')} of the {wording.singular(self.view)}.",
            }
            for name in variables
        ]

    # --- Details ----------------------------------------------------------------------------------------------------

    @property
    def _action(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()

    def _is_closed(self) -> bool:
        return self._action in getattr(self.view, "capabilities", {})

    def _is_custom(self) -> bool:
        return hasattr(self.view, "action") and self._action not in wording.VERBS

    def _status(self) -> int:
        stated: int | None = self.view.success_status.get(self._action)
        return stated or _SINGLE_STATUS.get(self._action) or (204 if self.method == "DELETE" else 200)

    def _successes(self) -> tuple[int, ...]:
        return (self._status(), *self.view.other_success.get(self._action, ()))

    def _members(self) -> list[str]:
        serializer = self._stated("output", wanted=True)
        return list(serializer.fields) if serializer is not None and hasattr(serializer, "fields") else []

    def _is_versioned(self) -> bool:
        return self._action in _SINGLE and "version" in self._members()

    def _is_conditional(self) -> bool:
        """Say whether If-Match and If-None-Match mean something here."""
        custom = self._is_custom() or self._is_list_view()
        return (bool(self.view.if_match_required) and not custom) or self._is_versioned()

    def _refusals(self, capability: str) -> list[int]:
        statuses = [400]
        statuses += [] if capability == PUBLIC else [401, 403]
        statuses += [404] if "{" in self.path else []
        statuses += [406] if self.method == "GET" else []
        statuses += [409] if self.method in _CHANGING and capability != PUBLIC else []
        if self.method in {"PATCH", "DELETE"} and self._is_conditional():
            statuses += [412] + ([428] if self.view.if_match_required else [])
        statuses += [413, 415, 422] if self.get_request_serializer() is not None else []
        return [*statuses, 429]

    def _describe_answers(self, operation: dict[str, Any]) -> None:
        for status, response in operation["responses"].items():
            if "$ref" not in response and str(response.get("description", "")) in _SAYS_NOTHING:
                response["description"] = _SUCCESS_WORDS.get(status, "As asked.")

    def _add_examples(self, operation: dict[str, Any]) -> None:
        example = self.view.examples.get(self._action)
        if example is None:
            return
        if example.request is not None:
            _show(operation.get("requestBody", {}), example.request, line=example.line)
        if example.response is not None:
            _show(operation["responses"].get(str(self._status()), {}), example.response)

    def _add_expansions(self) -> None:
        """Say that an expandable member may be the related object in place of its id."""
        offered = getattr(self.view, "expandable", {})
        if self._action not in {"list", "retrieve"} or not offered:
            return
        answer: Any = self._stated("output", wanted=True)
        properties = self.resolve_serializer(answer, "response").schema["properties"]
        for name, expansion in offered.items():
            related = self.resolve_serializer(expansion.serializer_class()(), "response").ref
            plain = properties.get(name, {"type": "string", "format": "uuid"})
            if "anyOf" not in plain:
                properties[name] = {"anyOf": [plain, related]}
            elif related not in plain["anyOf"]:
                plain["anyOf"].append(related)


def _show(body: dict[str, Any], value: Any, *, line: Any = None) -> None:
    for kind, media in body.get("content", {}).items():
        media["example"] = line if kind == NdjsonParser.media_type else value
