"""`POST /contents:tag` and `GET /contents/{id}/tags`: many contents are tagged at once, and who tagged one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import FilterSet
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.closed import Example
from apikit.filters import filtered
from apikit.problems import FieldProblem, Problem, malformed, unprocessable
from campaigns.api.tag_shapes import ContentTagsAnswer, TaggingAnswer, TaggingRequest, run_shown, wish_of
from campaigns.models import Content
from campaigns.tagging.provenance import tags_with_origins
from campaigns.tagging.refusals import CampaignOfAnotherBrand
from campaigns.tagging.services import tag_contents
from people.principal import asking

if TYPE_CHECKING:
    from apikit.viewsets import ResourceViewSet as _Base
else:
    _Base = object

TAGGING_INPUTS = {"tag": TaggingRequest}
TAGGING_OUTPUTS = {"tag": TaggingAnswer, "tags": ContentTagsAnswer}
TAGGING_EXAMPLES: Mapping[str, Example] = {
    "tag": Example(
        {
            "filter": {"brand": "01990000-0000-7000-8000-000000000010", "hashtag": "spring"},
            "set": {"campaign": "01990000-0000-7000-8000-000000000030", "category": "promotional"},
            "add_hashtags": ["ootd"],
            "only_empty": True,
        }
    )
}
Scalar = str | bool | int | float


class Taggable(_Base):
    """Contents that are tagged in bulk, and that tell who tagged them."""

    @action(detail=False, methods=["post"], url_path=":tag")
    def tag(self, request: Any, **_: str) -> Response:
        """Tag many contents at once, all or none.

        What a person sets, no rule and no import overwrites. The answer's id undoes it: `POST /taggings/{id}:undo`.
        """
        body = self.get_input(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        wish, campaign = wish_of(data)
        principal, dry_run = asking(request), data["dry_run"]
        try:
            run = tag_contents(
                principal,
                self._named(data),
                wish,
                campaign=campaign,
                only_empty=data["only_empty"],
                dry_run=dry_run,
            )
        except CampaignOfAnotherBrand as refusal:
            raise _each_named(refusal, data.get("contents")) from refusal
        return Response(run_shown(run, dry_run=dry_run))

    @action(detail=True, methods=["get"], url_path="tags")
    def tags(self, request: Any, **_: str) -> Response:
        """Tell of each tag of a content who set it, when, and by which tagging or rule."""
        del request
        content = self.get_object()
        return Response({"content": str(content.id), "tags": [asdict(tag) for tag in tags_with_origins(content)]})

    def _named(self, data: Mapping[str, Any]) -> QuerySet[Content]:
        """Give the contents that a request names, by id or by filter."""
        if "contents" in data:
            return _by_ids(self.scope(), data["contents"])
        params = filter_params(data["filter"], self.filterset_class)
        try:
            return filtered(self.scope(), self.filterset_class, params, request=self.request)
        except Problem as problem:
            raise _in_body(problem) from problem


def filter_params(stated: Mapping[str, Any], filters: type[FilterSet]) -> QueryDict:
    """Write filters of a body as the query of a list; raises with every one at fault.

    A value is what the query would hold, or a list of alternatives.
    """
    params = QueryDict(mutable=True)
    unknown, unreadable = [], []
    for name, value in stated.items():
        values = value if isinstance(value, list) else [value]
        if name not in filters.base_filters:
            unknown.append(FieldProblem(_pointer(name), "unknown_field", f"'{name[:60]}' is not a filter of contents."))
        elif not values or not all(isinstance(one, Scalar) for one in values):
            unreadable.append(FieldProblem(_pointer(name), "bad_value", "The value cannot be read."))
        else:
            params.setlist(name, [_as_text(one) for one in values])
    if unknown:
        raise malformed("unknown_field", "Some filters are not known here; see errors.", errors=[*unknown, *unreadable])
    if unreadable:
        raise unprocessable("Some filters cannot be read; see errors.", errors=unreadable)
    return params


def _by_ids(contents: QuerySet[Content], ids: list[UUID]) -> QuerySet[Content]:
    found = contents.filter(id__in=ids)
    there = set(found.values_list("id", flat=True))
    detail = "There is nothing with this id that you may use."
    errors = [FieldProblem(f"#/contents/{at}", "not_found", detail) for at, one in enumerate(ids) if one not in there]
    if errors:
        raise unprocessable("Some contents are not there; see errors.", errors=errors)
    return found


def _each_named(refusal: CampaignOfAnotherBrand, ids: list[UUID] | None) -> Problem:
    """Point to each content of another brand: to its place where ids were sent, else to the campaign."""
    errors = [
        FieldProblem(
            f"#/contents/{ids.index(content)}" if ids else str(refusal.pointer),
            refusal.code,
            f"Content {content} belongs to another brand than the campaign.",
        )
        for content in refusal.contents
    ]
    return unprocessable(refusal.detail, code=refusal.code, errors=errors)


def _in_body(problem: Problem) -> Problem:
    errors = [FieldProblem(_pointer(each.pointer.lstrip("?")), each.code, each.detail) for each in problem.errors]
    return unprocessable("Some filters cannot be read; see errors.", errors=errors)


def _pointer(name: str) -> str:
    escaped = name[:60].replace("~", "~0").replace("/", "~1")
    return f"#/filter/{escaped}"


def _as_text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
