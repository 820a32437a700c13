"""Tags contents as they arrive: by the rules in force, and by what an import says of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from apikit.models import new_id
from campaigns.models import Content, Import
from campaigns.progress import UNWATCHED, Stage, Watch, telling
from campaigns.tagging.attributes import Attribute, Source, blank
from campaigns.tagging.matching import Rule, Wish, wishes
from campaigns.tagging.planning import Teller, tag
from campaigns.tagging.rule_records import rules_in_force
from campaigns.tagging.rule_services import run_by_rule
from campaigns.tagging.runs import Run, keep, stated_by, write_down
from campaigns.tagging.stored import TaggedContent, read_contents


class Arrival:
    """The acts of one moment at which contents arrive: one of each rule that says something, one of the file.

    Rules come first, since a file does not overwrite them: so no value changes twice.
    """

    def __init__(self, *, by: str, upload: UUID | None = None) -> None:
        self.by = by
        self.upload = upload
        self.rule_runs: dict[UUID, Run] = {}
        self.file_run = Run(Teller(new_id(), Source.IMPORT), by, upload=upload)

    def by_rules(self, content: TaggedContent, rules: Sequence[Rule]) -> TaggedContent:
        """Let the rules that hold say what they say of a content, and give it as it is then."""
        for rule, wish in wishes(rules, content.described):
            if rule.id not in self.rule_runs:
                self.rule_runs[rule.id] = replace(run_by_rule(rule, by=self.by), upload=self.upload)
            content = _noted(self.rule_runs[rule.id], content, wish)
        return content

    def by_file(self, content: TaggedContent, wish: Wish) -> TaggedContent:
        """Take over what a file says of a content, where nobody stronger said anything."""
        return content if wish.says_nothing else _noted(self.file_run, content, wish)

    def finish(self, contents: Sequence[TaggedContent]) -> int:
        """Write everything down; gives the number of contents that got another value."""
        runs = [*self.rule_runs.values(), self.file_run]
        changed = {change.content for run in runs for change in run.pending if change.before != change.after}
        write_down(runs, [content.tags for content in contents])
        keep(runs)
        return len(changed)


def tag_new_content(content: Content, *, by: str) -> int:
    """Apply the rules in force to a content that was made just now; gives 1 where one changed it, else 0."""
    rules = rules_in_force(content.account)
    if not rules:
        return 0
    arrival = Arrival(by=by)
    found = read_contents(Content.objects.filter(id=content.id), lock=True)
    return arrival.finish([arrival.by_rules(each, rules) for each in found])


def tag_imported(
    upload: Import,
    contents: Collection[UUID],
    *,
    described_anew: Collection[UUID],
    told: Mapping[UUID, Wish],
    watch: Watch = UNWATCHED,
) -> int:
    """Tag the contents of an import in its transaction; gives the number that got another value.

    Rules look at contents that are new or that the file describes anew, not at all others: what somebody took back is
    not tagged again by the next export. `told` is what the file says of single contents; the import's campaign goes to
    every content that has none.
    """
    rules = rules_in_force(upload.account)
    concerned = {*told, *(described_anew if rules else ()), *(contents if upload.campaign_id else ())}
    if not concerned:
        return 0
    arrival = Arrival(by=upload.created_by, upload=upload.id)
    arrived = []
    found = read_contents(Content.objects.filter(id__in=concerned), lock=True)
    for content in telling(watch, Stage.TAGGING, found, of=len(found)):
        ruled = arrival.by_rules(content, rules) if content.id in described_anew else content
        arrived.append(arrival.by_file(ruled, _of_file(upload, ruled, told.get(content.id, Wish()))))
    if upload.campaign_id is not None:
        arrival.file_run.stated = stated_by(Wish({Attribute.CAMPAIGN: str(upload.campaign_id)}))
    return arrival.finish(arrived)


def _of_file(upload: Import, content: TaggedContent, told: Wish) -> Wish:
    """Add the import's campaign to what the file says of a content that is in none."""
    if upload.campaign_id is None or not blank(content.tags.values[Attribute.CAMPAIGN]):
        return told
    return replace(told, values={**told.values, Attribute.CAMPAIGN: str(upload.campaign_id)})


def _noted(run: Run, content: TaggedContent, wish: Wish) -> TaggedContent:
    outcome = tag(content.tags, wish, run.teller)
    run.note(content, outcome)
    return replace(content, tags=outcome.tags)
