"""The closed base of endpoints that are no resource: `/session`, `/me`, `/agency:suspend`."""

from typing import Any, ClassVar

from apikit.closed import CLOSED, ClosedView, refuse_overrides, refuse_undeclared

_METHODS = ("get", "post", "patch", "delete")


class ActionView(ClosedView):
    """One address with a handler a method; `capabilities` is keyed by method: `{"get": AUTHENTICATED}`.

    `operations` gives each method its operationId; `serializer_class`, or `input_serializers` and
    `output_serializers` by method, describe the bodies.
    """

    resource: ClassVar[str] = ""
    operations: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Check the declarations while the class is made."""
        super().__init_subclass__(**kwargs)
        refuse_overrides(cls, ActionView, CLOSED)
        refuse_undeclared(cls, [method for method in _METHODS if hasattr(cls, method)])
