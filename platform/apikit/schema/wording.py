"""Names and sentences of operations, from what a view declares and its docstrings."""

from inspect import cleandoc, getdoc
from typing import Any

from apikit.principals import AUTHENTICATED, PUBLIC

VERBS = {
    "list": "list",
    "retrieve": "read",
    "create": "create",
    "partial_update": "update",
    "destroy": "delete",
    "get": "read",
    "post": "create",
    "patch": "update",
    "delete": "delete",
}
_HOOKS = {"create": "perform_create", "partial_update": "perform_update", "destroy": "perform_destroy"}
_FRAMEWORK = ("apikit.", "rest_framework.", "django.")


def operation_id(view: Any, action: str) -> str:
    """Name an operation `<resource>_<verb>`: brands_list, reports_publish."""
    stated: str | None = getattr(view, "operations", {}).get(action)
    return stated or f"{view.resource.replace('-', '_')}_{VERBS.get(action, action)}"


def singular(view: Any) -> str:
    """Name one of the resource: brand, audit entry."""
    stated: str = getattr(view, "singular", "")
    words: str = view.resource.replace("-", " ")
    return stated or (f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s"))


def summary(view: Any, action: str) -> str:
    """Say in a few words what an operation does."""
    one = singular(view)
    article = "an" if one[:1] in "aeiou" else "a"
    standard = {
        "list": f"List {view.resource.replace('-', ' ')}",
        "retrieve": f"Read {article} {one}",
        "create": f"Create {article} {one}",
        "partial_update": f"Change {article} {one}",
        "destroy": f"Delete {article} {one}",
    }
    if action in standard:
        return standard[action]
    return _own_doc(view, action).partition("\n")[0].rstrip(".") or f"{VERBS.get(action, action).capitalize()} {one}"


def description(view: Any, action: str) -> str:
    """Say what an operation does and needs, from the docstrings of its hook, its method or its class."""
    text = _own_doc(view, _HOOKS.get(action, action)) or _own_doc(view, action) or cleandoc(getdoc(type(view)) or "")
    return f"{text}\n\n{_needs(view.capabilities[action])}".strip()


def _needs(capability: str) -> str:
    if capability == PUBLIC:
        return "Needs no credential."
    if capability == AUTHENTICATED:
        return "Needs a credential."
    return f"Needs the capability `{capability}`. What the caller may not see is not found."


def _own_doc(view: Any, name: str) -> str:
    """Give a method's docstring where the view's own class states one, not the framework's."""
    method = getattr(type(view), name, None)
    if method is None or method.__module__.startswith(_FRAMEWORK):
        return ""
    return cleandoc(method.__doc__ or "")
