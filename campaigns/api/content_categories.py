"""`/content-categories`: the words that contents are sorted by, standard ones and those in use."""

from typing import Any, ClassVar

from django.db.models import Count
from rest_framework import serializers
from rest_framework.response import Response

from apikit.definitions import page_of_definitions
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.scoping import visible_contents
from campaigns.tagging.categories import Category, vocabulary
from people.principal import asking


class ContentCategorySerializer(StrictSerializer):
    """A category of contents; an agency may use words of its own beside the standard ones."""

    key = serializers.CharField(help_text="What `category` of a content is.")
    names = serializers.DictField(child=serializers.CharField(), help_text="By language; empty for an own word.")
    standard = serializers.BooleanField()
    contents = serializers.IntegerField(help_text="How many of the contents that you may see have it.")


class ContentCategoriesView(ActionView):
    """The categories that contents have or could have."""

    resource = "content-categories"
    operations: ClassVar = {"get": "content_categories_list"}
    capabilities: ClassVar = {"get": "contents:read"}
    paged_actions = frozenset({"get"})
    serializer_class = ContentCategorySerializer

    def get(self, request: Any) -> Response:
        """List the standard categories and those in use, with the number of contents of each."""
        contents = visible_contents(asking(request), self.capability).exclude(category="")
        used = dict(contents.values_list("category").annotate(Count("id")))
        return page_of_definitions(request, vocabulary(used), category_shown)


def category_shown(category: Category) -> dict[str, Any]:
    """Write a category."""
    return {
        "key": category.key,
        "names": dict(category.names),
        "standard": category.standard,
        "contents": category.contents,
    }
