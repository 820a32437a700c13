"""Hashtags in bodies: with or without the sign that people write before them."""

from typing import Any, ClassVar

from rest_framework import serializers

from apikit.fields import TextLine

MOST_HASHTAGS = 100


class HashtagList(serializers.ListField):
    """Hashtags, with or without the sign that people write before them."""

    child_class: ClassVar[type[TextLine]] = TextLine

    def __init__(self, **kwargs: Any) -> None:
        child = self.child_class(max_length=100)
        super().__init__(child=child, required=False, max_length=MOST_HASHTAGS, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        """Give the hashtags without their signs."""
        return [bare for tag in super().to_internal_value(data) if (bare := tag.strip("#＃ "))]


class UnbrokenHashtag(TextLine):
    """A hashtag as every network takes it: without spaces. Weibo's own may hold some, and can be removed with them."""

    default_error_messages: ClassVar = {"space_in_hashtag": "A hashtag has no spaces inside; send each as one item."}

    def to_internal_value(self, data: Any) -> str:
        """Read a hashtag."""
        tag = super().to_internal_value(data)
        if len(tag.strip("#＃ ").split()) > 1:
            self.fail("space_in_hashtag")
        return tag


class NewHashtags(HashtagList):
    """Hashtags to add to contents of any network."""

    child_class: ClassVar = UnbrokenHashtag
