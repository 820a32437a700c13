"""The API's description as JSON, and a page that shows it without reaching for anything outside this server."""

from functools import cache

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Yardstick API</title>
<link rel="stylesheet" href="{files}/swagger-ui.css">
<link rel="icon" href="{files}/favicon-32x32.png">
</head>
<body>
<div id="api"></div>
<script src="{files}/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({{url: "/api/openapi.json", dom_id: "#api", deepLinking: true, persistAuthorization: true}});
</script>
</body>
</html>
"""


@transaction.non_atomic_requests
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the API's description, with a form to try each operation."""
    del request
    return HttpResponse(PAGE.format(files=static("drf_spectacular_sidecar/swagger-ui-dist")))


@transaction.non_atomic_requests
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI description of the whole API."""
    del request
    return HttpResponse(_described(), content_type="application/json", headers={"Cache-Control": "max-age=300"})


@cache
def _described() -> bytes:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    rendered: bytes = OpenApiJsonRenderer().render(schema, renderer_context={})
    return rendered
