"""`/people:erase`, and what every erasure takes and answers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import TextLine
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from people.erasure import erase_words
from people.principal import asking

PREVIEW, COMMIT = "preview", "commit"
MODES = (PREVIEW, COMMIT)
MOST_WORDS, LONGEST_WORD = 20, 200
ERASURE_EXAMPLE = {"mode": "preview", "rows": 4, "places": [{"table": "campaigns_importrow", "rows": 4}]}


def words_field(*, required: bool) -> serializers.ListField:
    """Take the words that name somebody."""
    return serializers.ListField(
        child=TextLine(max_length=LONGEST_WORD),
        min_length=1 if required else 0,
        max_length=MOST_WORDS,
        required=required,
        help_text="Names, handles, addresses: each is replaced where it stands as a whole word, whatever its case, "
        "width and spaces.",
    )


class ErasingMode(StrictSerializer):
    """Whether to erase, or to tell only what would be."""

    mode = serializers.ChoiceField(choices=MODES, default=PREVIEW, help_text="`preview` changes nothing.")


class Erasing(ErasingMode):
    """Who is to be erased."""

    words = words_field(required=True)


class ErasedPlace(StrictSerializer):
    """Rows of one table in which somebody stood."""

    table = serializers.CharField()
    rows = serializers.IntegerField()


class Erasure(StrictSerializer):
    """What was replaced, or would be."""

    mode = serializers.ChoiceField(choices=MODES)
    rows = serializers.IntegerField()
    places = ErasedPlace(many=True)


def erasure_answer(mode: str, places: Mapping[str, int]) -> Response:
    """Answer with the places, by table."""
    told = [{"table": table, "rows": rows} for table, rows in sorted(places.items())]
    return Response(Erasure({"mode": mode, "rows": sum(places.values()), "places": told}).data)


class PeopleEraseView(ActionView):
    """Somebody whom the agency named: a contact, a commenter, who handed files in."""

    resource = "people"
    operations: ClassVar = {"post": "people_erase"}
    capabilities: ClassVar = {"post": "people:erase"}
    input_serializers: ClassVar = {"post": Erasing}
    output_serializers: ClassVar = {"post": Erasure}
    examples: ClassVar = {"post": Example({"words": ["Mei Lin", "mei@studio.example"]}, ERASURE_EXAMPLE)}

    def post(self, request: Any) -> Response:
        """Replace words that name somebody by `[erased]` in everything the agency has; numbers stay.

        Lines of imports, titles, notes, reports, the audit trail: all of it. Without `mode: commit` nothing changes
        and the answer tells where they stand. Archives that were exported are deleted.
        """
        body = read_body(request, Erasing)
        places = erase_words(asking(request), body["words"], preview=body["mode"] == PREVIEW)
        return erasure_answer(body["mode"], places)
