"""What a resource can do, one small class each; the writing is the subclass's, through one hook each."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from rest_framework.response import Response

if TYPE_CHECKING:
    from apikit.viewsets import ResourceViewSet as _Base
else:
    _Base = object


class Listable(_Base):
    """`GET /things`."""

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """List those that the caller may see."""
        del request, args, kwargs
        return self.page(self.filter_queryset(self.get_queryset()))


class Retrievable(_Base):
    """`GET /things/{id}`."""

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Read one."""
        del request, args, kwargs
        return self.answer(self.get_object())


class Creatable(_Base):
    """`POST /things`."""

    def create(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Create one."""
        del args, kwargs
        body = self.get_input(data=request.data)
        body.is_valid(raise_exception=True)
        return self.created(self.perform_create(body.validated_data))

    def perform_create(self, data: Mapping[str, Any]) -> Any:
        """Create the row from validated values and give it: call the service here."""
        raise NotImplementedError


class Updatable(_Base):
    """`PATCH /things/{id}`."""

    def partial_update(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Change the members that are sent."""
        del args, kwargs
        instance = self.get_object()
        expected = self.expected_version(instance)
        body = self.get_input(instance, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        return self.answer(self.perform_update(instance, body.validated_data, expected=expected))

    def perform_update(self, instance: Any, data: Mapping[str, Any], *, expected: int | None) -> Any:
        """Change the row where its version is still `expected` (None: any) and give it: call the service here."""
        raise NotImplementedError


class Deletable(_Base):
    """`DELETE /things/{id}`."""

    def destroy(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Delete it."""
        del request, args, kwargs
        instance = self.get_object()
        self.perform_destroy(instance, expected=self.expected_version(instance))
        return Response(status=HTTPStatus.NO_CONTENT)

    def perform_destroy(self, instance: Any, *, expected: int | None) -> None:
        """Delete the row where its version is still `expected` (None: any): call the service here."""
        raise NotImplementedError
