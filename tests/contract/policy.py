"""The one table of who gets which answer where; a route or method without a row fails the build.

Each row has a status for every person, in the order of PEOPLE, towards a thing of the place that is theirs: bob's,
carol's and dora's brand, anything of alice's and adam's agency, erin's own agency. REACH says what happens elsewhere:

NOTHING  the route names nothing, so there is no elsewhere.
AGENCY   whoever may, may in the whole agency; another agency's thing and a missing one are 404.
BRAND    the same, and brands that are not assigned are 404 for bob, carol and dora.
BODY     the thing is named in the body: what is 404 above is 422.
"""

from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus

PEOPLE = (None, "alice", "adam", "bob", "carol", "dora", "erin")
ASSIGNED = frozenset({"bob", "carol", "dora"})


class Reach(Enum):
    """What a row's route names."""

    NOTHING = None
    AGENCY = HTTPStatus.NOT_FOUND
    BRAND = "brand"
    BODY = HTTPStatus.UNPROCESSABLE_ENTITY


NOTHING, AGENCY, BRAND, BODY = Reach.NOTHING, Reach.AGENCY, Reach.BRAND, Reach.BODY


@dataclass(frozen=True)
class Row:
    """One route and method; `statuses` is one number a person."""

    method: str
    route: str
    reach: Reach
    statuses: str

    def expected(self, who: str | None, where: str) -> int:
        """Give the status that a person gets towards a place."""
        own = int(self.statuses.split()[PEOPLE.index(who)])
        if self.reach is NOTHING or own in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return own
        return own if self._reaches(who, where) else self._hidden

    @property
    def places(self) -> tuple[str, ...]:
        return ("own",) if self.reach is NOTHING else ("own", "other", "south", "missing")

    @property
    def _hidden(self) -> int:
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.reach is BODY else HTTPStatus.NOT_FOUND

    def _reaches(self, who: str | None, where: str) -> bool:
        if who == "erin" or where in {"south", "missing"}:
            return who == "erin" and where == "south"
        return where == "own" or self.reach is AGENCY or who not in ASSIGNED


# fmt: off
POLICY = (
    #                                                       none alice adam bob carol dora erin
    Row("POST", "/session", NOTHING,                        "201 201 201 201 201 201 201"),
    Row("DELETE", "/session", NOTHING,                      "401 204 204 204 204 204 204"),
    Row("POST", "/session:switch", NOTHING,                 "401 201 201 201 201 201 422"),
    Row("POST", "/password", NOTHING,                       "401 422 422 422 422 422 422"),
    Row("POST", "/password:request-reset", NOTHING,         "202 202 202 202 202 202 202"),
    Row("POST", "/password:reset", NOTHING,                 "422 422 422 422 422 422 422"),
    Row("GET", "/me", NOTHING,                              "401 200 200 200 200 200 200"),
    Row("GET", "/agency", NOTHING,                          "401 200 200 200 200 200 200"),
    Row("PATCH", "/agency", NOTHING,                        "401 200 200 403 403 403 200"),
    Row("POST", "/agency:close", NOTHING,                   "401 200 403 403 403 403 422"),
    Row("POST", "/agency:reopen", NOTHING,                  "401 409 403 403 403 403 409"),
    Row("GET", "/retention", NOTHING,                       "401 200 200 403 403 403 200"),
    Row("PATCH", "/retention", NOTHING,                     "401 200 403 403 403 403 200"),
    Row("POST", "/people:erase", NOTHING,                   "401 200 200 403 403 403 200"),
    Row("GET", "/exports", NOTHING,                         "401 200 403 403 403 403 200"),
    Row("POST", "/exports", NOTHING,                        "401 202 403 403 403 403 202"),
    Row("GET", "/exports/{id}", AGENCY,                     "401 200 403 403 403 403 200"),
    Row("GET", "/exports/{id}/archive", AGENCY,             "401 200 403 403 403 403 200"),
    Row("POST", "/invitations:accept", NOTHING,             "422 422 422 422 422 422 422"),
    Row("GET", "/goals", NOTHING,                           "401 200 200 200 200 200 200"),
    Row("GET", "/metrics", NOTHING,                         "401 200 200 200 200 200 200"),
    Row("GET", "/metrics/{key}", NOTHING,                   "401 200 200 200 200 200 200"),
    Row("GET", "/kpis", NOTHING,                            "401 200 200 200 200 200 200"),
    Row("GET", "/kpis/{key}", NOTHING,                      "401 200 200 200 200 200 200"),
    Row("GET", "/kpis/{key}/versions", NOTHING,             "401 200 200 200 200 200 200"),
    Row("POST", "/kpis", NOTHING,                           "401 201 201 201 403 403 201"),
    Row("POST", "/kpis:preview", BODY,                      "401 200 200 200 200 403 200"),
    Row("PATCH", "/kpis/{key}", AGENCY,                     "401 200 200 200 403 403 200"),
    Row("DELETE", "/kpis/{key}", AGENCY,                    "401 204 204 204 403 403 204"),
    Row("POST", "/kpis/{key}:restore", AGENCY,              "401 200 200 200 403 403 200"),
    # people
    Row("GET", "/members", NOTHING,                         "401 200 200 200 200 403 200"),
    Row("GET", "/members/{id}", AGENCY,                     "401 200 200 200 200 403 200"),
    Row("PATCH", "/members/{id}", AGENCY,                   "401 200 200 403 403 403 200"),
    Row("DELETE", "/members/{id}", AGENCY,                  "401 204 204 403 403 403 204"),
    Row("POST", "/members/{id}:erase", AGENCY,              "401 200 200 403 403 403 200"),
    Row("GET", "/invitations", NOTHING,                     "401 200 200 403 403 403 200"),
    Row("POST", "/invitations", NOTHING,                    "401 201 201 403 403 403 201"),
    Row("GET", "/invitations/{id}", AGENCY,                 "401 200 200 403 403 403 200"),
    Row("DELETE", "/invitations/{id}", AGENCY,              "401 204 204 403 403 403 204"),
    Row("GET", "/api-keys", NOTHING,                        "401 200 200 403 403 403 200"),
    Row("POST", "/api-keys", NOTHING,                       "401 201 201 403 403 403 201"),
    Row("GET", "/api-keys/{id}", AGENCY,                    "401 200 200 403 403 403 200"),
    Row("DELETE", "/api-keys/{id}", AGENCY,                 "401 204 204 403 403 403 204"),
    Row("GET", "/audit-entries", NOTHING,                   "401 200 200 403 403 403 200"),
    Row("GET", "/audit-entries/{id}", AGENCY,               "401 200 200 403 403 403 200"),
    # brands
    Row("GET", "/brands", NOTHING,                          "401 200 200 200 200 200 200"),
    Row("POST", "/brands", NOTHING,                         "401 201 201 201 403 403 201"),
    Row("GET", "/brands/{id}", BRAND,                       "401 200 200 200 200 200 200"),
    Row("PATCH", "/brands/{id}", BRAND,                     "401 200 200 200 403 403 200"),
    Row("DELETE", "/brands/{id}", BRAND,                    "401 204 204 403 403 403 204"),
    Row("POST", "/brands/{id}:restore", BRAND,              "401 200 200 403 403 403 200"),
    Row("GET", "/accounts", NOTHING,                        "401 200 200 200 200 200 200"),
    Row("POST", "/accounts", BODY,                          "401 201 201 201 403 403 201"),
    Row("GET", "/accounts/{id}", BRAND,                     "401 200 200 200 200 200 200"),
    Row("PATCH", "/accounts/{id}", BRAND,                   "401 200 200 200 403 403 200"),
    Row("DELETE", "/accounts/{id}", BRAND,                  "401 204 204 204 403 403 204"),
    Row("GET", "/brand-access", NOTHING,                    "401 200 200 403 403 403 200"),
    Row("POST", "/brand-access", BODY,                      "401 201 201 403 403 403 201"),
    Row("GET", "/brand-access/{id}", AGENCY,                "401 200 200 403 403 403 200"),
    Row("DELETE", "/brand-access/{id}", AGENCY,             "401 204 204 403 403 403 204"),
    # what is run
    Row("GET", "/campaigns", NOTHING,                       "401 200 200 200 200 403 200"),
    Row("POST", "/campaigns", BODY,                         "401 201 201 201 403 403 201"),
    Row("GET", "/campaigns/{id}", BRAND,                    "401 200 200 200 200 403 200"),
    Row("PATCH", "/campaigns/{id}", BRAND,                  "401 200 200 200 403 403 200"),
    Row("DELETE", "/campaigns/{id}", BRAND,                 "401 204 204 204 403 403 204"),
    Row("GET", "/contents", NOTHING,                        "401 200 200 200 200 403 200"),
    Row("POST", "/contents", BODY,                          "401 201 201 201 201 403 201"),
    Row("GET", "/contents/{id}", BRAND,                     "401 200 200 200 200 403 200"),
    Row("PATCH", "/contents/{id}", BRAND,                   "401 200 200 200 200 403 200"),
    Row("POST", "/contents:tag", BODY,                      "401 200 200 200 200 403 200"),
    Row("GET", "/contents/{id}/tags", BRAND,                "401 200 200 200 200 403 200"),
    Row("GET", "/untagged-contents", NOTHING,               "401 200 200 200 200 403 200"),
    Row("GET", "/content-categories", NOTHING,              "401 200 200 200 200 403 200"),
    Row("GET", "/taggings", NOTHING,                        "401 200 200 200 200 403 200"),
    Row("GET", "/taggings/{id}", BRAND,                     "401 200 200 200 200 403 200"),
    Row("GET", "/taggings/{id}/changes", BRAND,             "401 200 200 200 200 403 200"),
    Row("POST", "/taggings/{id}:undo", BRAND,               "401 200 200 200 200 403 200"),
    Row("GET", "/tag-rules", NOTHING,                       "401 200 200 200 200 403 200"),
    Row("POST", "/tag-rules", BODY,                         "401 201 201 201 403 403 201"),
    Row("GET", "/tag-rules/{id}", BRAND,                    "401 200 200 200 200 403 200"),
    Row("PATCH", "/tag-rules/{id}", BRAND,                  "401 200 200 200 403 403 200"),
    Row("DELETE", "/tag-rules/{id}", BRAND,                 "401 204 204 204 403 403 204"),
    Row("POST", "/tag-rules/{id}:apply", BRAND,             "401 200 200 200 403 403 200"),
    Row("GET", "/creators", NOTHING,                        "401 200 200 200 200 403 200"),
    Row("POST", "/creators", NOTHING,                       "401 201 201 201 403 403 201"),
    Row("GET", "/creators/{id}", AGENCY,                    "401 200 200 200 200 403 200"),
    Row("PATCH", "/creators/{id}", AGENCY,                  "401 200 200 200 403 403 200"),
    Row("POST", "/creators/{id}:erase", AGENCY,             "401 200 200 403 403 403 200"),
    Row("DELETE", "/creators/{id}", AGENCY,                 "401 204 204 204 403 403 204"),
    Row("GET", "/costs", NOTHING,                           "401 200 200 200 403 403 200"),
    Row("POST", "/costs", BODY,                             "401 201 201 201 403 403 201"),
    Row("GET", "/costs/{id}", BRAND,                        "401 200 200 200 403 403 200"),
    Row("PATCH", "/costs/{id}", BRAND,                      "401 200 200 200 403 403 200"),
    Row("DELETE", "/costs/{id}", BRAND,                     "401 204 204 204 403 403 204"),
    Row("GET", "/ad-labels", NOTHING,                       "401 200 200 200 200 403 200"),
    Row("POST", "/ad-labels", BODY,                         "401 201 201 201 403 403 201"),
    Row("GET", "/ad-labels/{id}", BRAND,                    "401 200 200 200 200 403 200"),
    Row("PATCH", "/ad-labels/{id}", BRAND,                  "401 200 200 200 403 403 200"),
    Row("DELETE", "/ad-labels/{id}", BRAND,                 "401 204 204 204 403 403 204"),
    Row("GET", "/unlinked-ad-names", NOTHING,               "401 200 200 200 200 403 200"),
    Row("GET", "/ad-units", NOTHING,                        "401 200 200 200 200 403 200"),
    Row("POST", "/ad-units", BODY,                          "401 201 201 201 403 403 201"),
    Row("GET", "/ad-units/{id}", BRAND,                     "401 200 200 200 200 403 200"),
    Row("PATCH", "/ad-units/{id}", BRAND,                   "401 200 200 200 403 403 200"),
    Row("GET", "/tracking-links", NOTHING,                  "401 200 200 200 200 403 200"),
    Row("POST", "/tracking-links", BODY,                    "401 201 201 201 201 403 201"),
    Row("POST", "/tracking-links:preview", BODY,            "401 200 200 200 200 403 200"),
    Row("POST", "/tracking-links:batch", BODY,              "401 201 201 201 201 403 201"),
    Row("GET", "/tracking-links/{id}", BRAND,               "401 200 200 200 200 403 200"),
    Row("PATCH", "/tracking-links/{id}", BRAND,             "401 200 200 200 200 403 200"),
    Row("DELETE", "/tracking-links/{id}", BRAND,            "401 204 204 204 204 403 204"),
    Row("GET", "/tracking-codes", NOTHING,                  "401 200 200 200 200 403 200"),
    Row("POST", "/tracking-codes", BODY,                    "401 201 201 201 201 403 201"),
    Row("GET", "/tracking-codes/{id}", BRAND,               "401 200 200 200 200 403 200"),
    Row("PATCH", "/tracking-codes/{id}", BRAND,             "401 200 200 200 200 403 200"),
    Row("DELETE", "/tracking-codes/{id}", BRAND,            "401 204 204 204 204 403 204"),
    Row("GET", "/attribution-carriers", NOTHING,            "401 200 200 200 200 200 200"),
    # numbers in, meaning out
    Row("GET", "/conversions", NOTHING,                     "401 200 200 200 200 403 200"),
    Row("GET", "/conversions/{id}", BRAND,                  "401 200 200 200 200 403 200"),
    Row("POST", "/conversions:batch", BODY,                 "401 200 200 200 200 403 200"),
    Row("POST", "/conversions/{id}:land", BRAND,            "401 200 200 200 200 403 200"),
    Row("GET", "/column-mappings", NOTHING,                 "401 200 200 200 200 403 200"),
    Row("POST", "/column-mappings", NOTHING,                "401 201 201 201 201 403 201"),
    Row("POST", "/column-mappings:propose", NOTHING,        "401 200 200 200 200 403 200"),
    Row("GET", "/column-mappings/{id}", AGENCY,             "401 200 200 200 200 403 200"),
    Row("PATCH", "/column-mappings/{id}", AGENCY,           "401 200 200 200 200 403 200"),
    Row("DELETE", "/column-mappings/{id}", AGENCY,          "401 204 204 204 204 403 204"),
    Row("GET", "/column-mappings/{id}/versions", AGENCY,    "401 200 200 200 200 403 200"),
    Row("GET", "/import-profiles", NOTHING,                 "401 200 200 200 200 403 200"),
    Row("GET", "/import-profiles/{profile}", NOTHING,       "401 200 200 200 200 403 200"),
    Row("GET", "/import-profiles/{profile}/sample", NOTHING, "401 200 200 200 200 403 200"),
    Row("GET", "/import-templates/{grain}", NOTHING,        "401 200 200 200 200 403 200"),
    Row("GET", "/imports", NOTHING,                         "401 200 200 200 200 403 200"),
    Row("POST", "/imports", BODY,                           "401 201 201 201 201 403 201"),
    Row("GET", "/imports/{id}", BRAND,                      "401 200 200 200 200 403 200"),
    Row("GET", "/imports/{id}/rows", BRAND,                 "401 200 200 200 200 403 200"),
    Row("GET", "/imports/{id}/refused-rows.csv", BRAND,     "401 200 200 200 200 403 200"),
    Row("POST", "/imports/{id}:commit", BRAND,              "401 200 200 200 200 403 200"),
    Row("POST", "/imports/{id}:cancel", BRAND,              "401 200 200 200 200 403 200"),
    Row("POST", "/imports/{id}:retry", BRAND,               "401 202 202 202 202 403 202"),
    Row("POST", "/imports/{id}:revert", BRAND,              "401 200 200 200 200 403 200"),
    Row("POST", "/imports:bundle", BODY,                    "401 200 200 200 200 403 200"),
    Row("GET", "/upload-links", NOTHING,                    "401 200 200 200 403 403 200"),
    Row("POST", "/upload-links", BODY,                      "401 201 201 201 403 403 201"),
    Row("GET", "/upload-links/{id}", BRAND,                 "401 200 200 200 403 403 200"),
    Row("DELETE", "/upload-links/{id}", BRAND,              "401 204 204 204 403 403 204"),
    Row("GET", "/upload-links/{id}/files", BRAND,           "401 200 200 200 403 403 200"),
    Row("GET", "/hand-in", NOTHING,                         "401 403 403 403 403 403 403"),
    Row("POST", "/hand-in", NOTHING,                        "401 403 403 403 403 403 403"),
    Row("GET", "/collection-calendar", NOTHING,             "401 200 200 200 200 403 200"),
    Row("GET", "/reminders", NOTHING,                       "401 200 200 200 200 403 200"),
    Row("POST", "/reminders/{id}:done", BRAND,              "401 200 200 200 200 403 200"),
    Row("POST", "/reminders/{id}:snooze", BRAND,            "401 200 200 200 200 403 200"),
    Row("POST", "/reminders/{id}:reopen", BRAND,            "401 200 200 200 200 403 200"),
    Row("GET", "/collection-plans", NOTHING,                "401 200 200 200 200 403 200"),
    Row("POST", "/collection-plans", BODY,                  "401 201 201 201 201 403 201"),
    Row("GET", "/collection-plans/{id}", BRAND,             "401 200 200 200 200 403 200"),
    Row("PATCH", "/collection-plans/{id}", BRAND,           "401 200 200 200 200 403 200"),
    Row("DELETE", "/collection-plans/{id}", BRAND,          "401 204 204 204 204 403 204"),
    Row("POST", "/facts:batch", BODY,                       "401 200 200 200 200 403 200"),
    Row("GET", "/manual-values", NOTHING,                   "401 200 200 200 200 403 200"),
    Row("POST", "/manual-values", BODY,                     "401 201 201 201 201 403 201"),
    Row("GET", "/manual-values/{id}", BRAND,                "401 200 200 200 200 403 200"),
    Row("POST", "/manual-values/{id}:correct", BRAND,       "401 201 201 201 201 403 201"),
    Row("POST", "/manual-values/{id}:withdraw", BRAND,      "401 200 200 200 200 403 200"),
    Row("GET", "/evidence-files", NOTHING,                  "401 200 200 200 200 403 200"),
    Row("POST", "/evidence-files", BODY,                    "401 201 201 201 201 403 201"),
    Row("GET", "/evidence-files/{id}", BRAND,               "401 200 200 200 200 403 200"),
    Row("GET", "/evidence-files/{id}/content", BRAND,       "401 200 200 200 200 403 200"),
    Row("DELETE", "/evidence-files/{id}", BRAND,            "401 204 204 204 204 403 204"),
    Row("GET", "/plausibility-findings", NOTHING,           "401 200 200 200 200 403 200"),
    Row("GET", "/plausibility-findings/{id}", BRAND,        "401 200 200 200 200 403 200"),
    Row("POST", "/plausibility-findings/{id}:decide", BRAND, "401 200 200 200 200 403 200"),
    Row("POST", "/plausibility-findings:decide", BODY,      "401 200 200 200 200 403 200"),
    Row("POST", "/plausibility-findings:check", BODY,       "401 200 200 200 200 403 200"),
    Row("GET", "/plausibility-rules", NOTHING,              "401 200 200 200 200 200 200"),
    Row("GET", "/breakdowns", BRAND,                        "401 200 200 200 200 403 200"),
    Row("GET", "/breakdown-dimensions", BRAND,              "401 200 200 200 200 403 200"),
    Row("GET", "/kpi-suggestions", BRAND,                   "401 200 200 200 200 200 200"),
    Row("GET", "/results", BRAND,                           "401 200 200 200 200 403 200"),
    Row("GET", "/exchange-rates", NOTHING,                  "401 200 200 200 200 403 200"),
    Row("POST", "/exchange-rates", NOTHING,                 "401 201 201 403 403 403 201"),
    Row("POST", "/exchange-rates:batch", NOTHING,           "401 200 200 403 403 403 200"),
    Row("GET", "/exchange-rates/{id}", AGENCY,              "401 200 200 200 200 403 200"),
    Row("PATCH", "/exchange-rates/{id}", AGENCY,            "401 200 200 403 403 403 200"),
    Row("DELETE", "/exchange-rates/{id}", AGENCY,           "401 204 204 403 403 403 204"),
    Row("GET", "/targets", NOTHING,                         "401 200 200 200 200 200 200"),
    Row("POST", "/targets", BODY,                           "401 201 201 201 403 403 201"),
    Row("GET", "/targets/{id}", BRAND,                      "401 200 200 200 200 200 200"),
    Row("PATCH", "/targets/{id}", BRAND,                    "401 200 200 200 403 403 200"),
    Row("DELETE", "/targets/{id}", BRAND,                   "401 204 204 204 403 403 204"),
    Row("GET", "/targets/{id}/revisions", BRAND,            "401 200 200 200 200 200 200"),
    Row("POST", "/targets/{id}:sign-off", BRAND,            "401 200 200 403 403 200 200"),
    Row("GET", "/reports", NOTHING,                         "401 200 200 200 200 200 200"),
    Row("POST", "/reports", BODY,                           "401 201 201 201 201 403 201"),
    Row("GET", "/reports/{id}", BRAND,                      "401 200 200 200 200 200 200"),
    Row("PATCH", "/reports/{id}", BRAND,                    "401 200 200 200 200 403 200"),
    Row("DELETE", "/reports/{id}", BRAND,                   "401 204 204 204 204 403 204"),
    Row("POST", "/reports/{id}:publish", BRAND,             "401 200 200 200 403 403 200"),
    Row("POST", "/reports/{id}:reopen", BRAND,              "401 200 200 403 403 403 200"),
    Row("GET", "/reports/{id}/lenses/{lens}", BRAND,        "401 200 200 200 200 200 200"),
)
# fmt: on
