"""The last touches on the whole description: shared components, security scheme, and no OpenAPI 3.0 remains."""

from typing import Any

from apikit.schema.responses import FIELD_PROBLEM_SCHEMA, PROBLEM_SCHEMA, problem_components


def finish_description(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Complete a generated description; for `POSTPROCESSING_HOOKS`."""
    del kwargs
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update({"Problem": PROBLEM_SCHEMA, "FieldProblem": FIELD_PROBLEM_SCHEMA})
    used = _references(result.get("paths", {}))
    shared = problem_components()
    components["responses"] = {
        name: shared[name] for name in sorted(shared) if f"#/components/responses/{name}" in used
    }
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A session token or an API key."}
    }
    modern: dict[str, Any] = _without_nullable(result)
    return modern


def _references(node: Any) -> set[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            reference = current.get("$ref")
            if isinstance(reference, str):
                found.add(reference)
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)
    return found


def _without_nullable(node: Any) -> Any:
    """Replace 3.0's `nullable: true` by a type that includes null."""
    if isinstance(node, list):
        return [_without_nullable(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    old_style = isinstance(node.get("nullable"), bool)  # a property may be called so, too
    plain = {name: _without_nullable(inner) for name, inner in node.items() if not (old_style and name == "nullable")}
    if not (old_style and node["nullable"]):
        return plain
    if isinstance(plain.get("type"), str):
        return plain | {"type": [plain["type"], "null"]}
    return {"anyOf": [plain, {"type": "null"}]}
