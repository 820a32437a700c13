"""The closed base of every resource: it scopes, checks, pages, filters and tags; a subclass says what is special."""

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import QuerySet
from django_filters import Filter, FilterSet
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from apikit.closed import CLOSED, PAGING, ClosedView, forbidden, refuse_overrides, refuse_undeclared
from apikit.filters import filter_set_of, filtered
from apikit.pagination import next_link, page_of
from apikit.preferences import LATER, prefers_later
from apikit.problems import bad_parameter, missing
from apikit.selection import Expansion, chosen, expand, keep_only, members_of, names_in, with_related
from apikit.sorting import sort_keys

STANDARD_ACTIONS = ("list", "retrieve", "create", "partial_update", "destroy")
_CLOSED_HERE = (*CLOSED, "get_queryset", "filter_queryset", "paginate_queryset", "get_object", "get_serializer")
LOOK_AGAIN_SECONDS = "2"
_READING = frozenset({"fields", "expand"})


class ResourceViewSet(ClosedView, GenericViewSet[Any]):
    """One resource. Declare `resource`, `scope`, `serializer_class` and `capabilities`; mix in what it can do.

    `scope` gives the rows that this caller may see; what is outside answers 404 like what does not exist.
    A class without `resource` is an abstract base and is not checked.
    """

    resource: ClassVar[str] = ""
    """Plural, kebab-case: the path's name, the tag in the API description and the stem of operation ids."""

    serializer_class: type[BaseSerializer[Any]] | None = None
    input_serializers: ClassVar[Mapping[str, type[BaseSerializer[Any]]]] = {}
    """Serializers of request bodies by action, where they are not `serializer_class`."""

    output_serializers: ClassVar[Mapping[str, type[BaseSerializer[Any]]]] = {}
    """Serializers of answers by action, where they are not `serializer_class`."""

    filters: ClassVar[Mapping[str, Filter]] = {}
    filterset_class: type[FilterSet] = FilterSet
    sort_fields: ClassVar[Mapping[str, str]] = {}
    """Names that `sort` accepts, each with its query path."""

    default_sort: ClassVar[Sequence[str]] = ("created_at", "id")
    expandable: ClassVar[Mapping[str, Expansion]] = {}
    lookup_field = "id"
    lookup_value_regex = "[^/:]+"
    pagination_class = None
    filter_backends = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the declarations while the class is made."""
        super().__init_subclass__(**kwargs)
        refuse_overrides(cls, ResourceViewSet, _CLOSED_HERE)
        if not cls.resource:
            return
        if hasattr(cls, "update"):
            msg = f"{cls.__name__} must not serve PUT; change rows with PATCH"
            raise ImproperlyConfigured(msg)
        if (
            cls.scope is ResourceViewSet.scope
            and cls.dangerously_get_queryset is ResourceViewSet.dangerously_get_queryset
        ):
            msg = f"{cls.__name__} does not say its scope"
            raise ImproperlyConfigured(msg)
        standard = [name for name in STANDARD_ACTIONS if hasattr(cls, name)]
        extra_actions: list[Any] = cls.get_extra_actions()
        extra = [name for action in extra_actions for name in action.mapping.values()]
        refuse_undeclared(cls, [*standard, *extra])
        if cls.filters:
            cls.filterset_class = filter_set_of(cls.filters, name=cls.__name__)

    # --- What a subclass says ------------------------------------------------------------------------------------

    def scope(self) -> QuerySet[Any]:
        """Give the rows that this caller may see."""
        raise NotImplementedError

    def dangerously_get_queryset(self) -> QuerySet[Any]:
        """Give other rows than the scope: overriding this widens what the caller sees."""
        return self.scope()

    # --- What the base does ----------------------------------------------------------------------------------------

    def action_name(self) -> str | None:
        """Name the viewset's action, None where the method is not served at this address."""
        action = getattr(self, "action", None)
        if action is None:  # before DRF has told the viewset its action
            method = str(getattr(self.request, "method", None) or "").lower()
            action = getattr(self, "action_map", {}).get(method)
        return action if action in self.capabilities else None

    def known_parameters(self, action: str) -> frozenset[str]:
        """Add what lists and reading know."""
        known = super().known_parameters(action)
        if action == "list":
            return known | PAGING | {"sort"} | self._reading() | frozenset(self.filterset_class.base_filters)
        return known | self._reading() if action == "retrieve" else known

    def get_queryset(self) -> QuerySet[Any]:
        """Give the scope, with what `expand` asks for loaded along."""
        if getattr(self, "swagger_fake_view", False):
            return self._model().objects.none()
        wanted = [self.expandable[name] for name in self._expanded()]
        return with_related(self.dangerously_get_queryset(), wanted)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow by the declared filters."""
        return filtered(queryset, self.filterset_class, self.request.query_params, request=self.request)

    def get_object(self) -> Any:
        """Give the row that the address names, or the one 404."""
        value = self.kwargs[self.lookup_url_kwarg or self.lookup_field]
        try:
            row = self.get_queryset().filter(**{self.lookup_field: value}).first()
        except (ValidationError, ValueError, TypeError):
            row = None
        if row is None or "\x00" in value:
            raise missing()
        return row

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer[Any]:
        """Make the serializer of an answer, with the members that `fields` and `expand` ask for."""
        serializer: BaseSerializer[Any] = self.output_class()(*args, context=self.get_serializer_context(), **kwargs)
        if self.action in {"list", "retrieve"}:
            self._select(serializer)
        return serializer

    def get_input(self, *args: Any, **kwargs: Any) -> BaseSerializer[Any]:
        """Make the serializer of the request's body."""
        return self.input_class()(*args, context=self.get_serializer_context(), **kwargs)

    def input_class(self) -> type[BaseSerializer[Any]]:
        """Name the serializer of the request's body."""
        return self.input_serializers.get(self.action) or self._serializer()

    def output_class(self) -> type[BaseSerializer[Any]]:
        """Name the serializer of the answer."""
        return self.output_serializers.get(self.action) or self._serializer()

    def page(self, queryset: QuerySet[Any], *, default_sort: Sequence[str] | None = None) -> Response:
        """Answer with one page of rows in the asked order; also for `paged_actions` such as `/imports/{id}/rows`."""
        params = self.request.query_params
        default = default_sort or self.default_sort
        keys = sort_keys(self._sort_text(), allowed=self.sort_fields, default=default, model=queryset.model)
        page = page_of(queryset, keys, path=self.request.path, params=params)
        items = self.get_serializer(page.items, many=True).data
        response = Response({"items": items, "next_cursor": page.next_cursor})
        if page.next_cursor:
            response.headers["Link"] = next_link(self.request.path, params, page.next_cursor)
        return response

    def answer(self, instance: Any, status: int = HTTPStatus.OK) -> Response:
        """Answer with one row and its ETag; a reader who has that very body gets 304."""
        response = Response(self.get_serializer(instance).data, status=status)
        return self.tagged(response, instance)

    def created(self, instance: Any) -> Response:
        """Answer 201 with the row, its address and its ETag."""
        response = self.answer(instance, HTTPStatus.CREATED)
        response.headers["Location"] = self.location_of(instance)
        return response

    def accepted(self, instance: Any) -> Response:
        """Answer 202 with a row whose work goes on, its address, and when to look again."""
        response = self.answer(instance, HTTPStatus.ACCEPTED)
        response.headers["Location"] = self.location_of(instance)
        response.headers["Retry-After"] = LOOK_AGAIN_SECONDS
        if prefers_later(self.request):
            response.headers["Preference-Applied"] = LATER
        return response

    def location_of(self, instance: Any) -> str:
        """Give the path of a row of this resource."""
        collection = self.request.path.partition(f"/{self.resource}")[0]
        return f"{collection}/{self.resource}/{getattr(instance, self.lookup_field)}"

    def _serializer(self) -> type[BaseSerializer[Any]]:
        if self.serializer_class is None:
            msg = f"{type(self).__name__} has no serializer for {self.action}"
            raise ImproperlyConfigured(msg)
        return self.serializer_class

    def _model(self) -> Any:
        return getattr(getattr(self._serializer(), "Meta", None), "model", None)

    def _reading(self) -> frozenset[str]:
        return _READING if self.expandable else _READING - {"expand"}

    def _sort_text(self) -> str | None:
        given = self.request.query_params.getlist("sort")
        if len(given) > 1:
            raise bad_parameter("sort", "Send sort once, with names separated by commas.", code="bad_sort")
        return given[0] if given else None

    def _expanded(self) -> Collection[str]:
        if self.action not in {"list", "retrieve"}:
            return ()
        asked = names_in(self.request.query_params, "expand")
        names = chosen(asked, allowed=self.expandable, parameter="expand") or ()
        for name in names:
            capability = self.expandable[name].capability
            if capability and not self.principal.may(capability):
                raise forbidden()
        return names

    def _select(self, serializer: BaseSerializer[Any]) -> None:
        members = members_of(serializer)
        asked = names_in(self.request.query_params, "fields")
        fields = chosen(asked, allowed=list(members), parameter="fields")
        expand(serializer, self._expanded(), self.expandable)
        if fields is not None:
            keep_only(serializer, fields)
