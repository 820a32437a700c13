"""The base of what is answered at the door: before, or beside, any agency's context."""

from typing import Any

from django.db import transaction
from django.utils.decorators import method_decorator

from apikit.views import ActionView


class DoorView(ActionView):
    """Runs without a transaction around it: the count of failed attempts has to outlive the refusal."""

    remembers_answers = False

    @method_decorator(transaction.non_atomic_requests)
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer the request."""
        return super().dispatch(request, *args, **kwargs)


def address_of(request: Any) -> str:
    """Give the network address that the throttle counts by."""
    return str(request.META.get("REMOTE_ADDR", ""))
