"""Every address of the platform; apps are named as strings, so that nothing here imports upwards."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.module_loading import import_string

from apikit.routers import ResourceRouter
from config import docs, health, problem_pages
from config.hand_in.page import page as hand_in_page

# Lists of rows, each under its own plural name.
RESOURCES = (
    "people.api.members.MemberViewSet",
    "people.api.invitations.InvitationViewSet",
    "people.api.keys.ApiKeyViewSet",
    "audit.api.AuditEntryViewSet",
    "clients.api.brands.BrandViewSet",
    "clients.api.accounts.AccountViewSet",
    "clients.api.brand_access.BrandAccessViewSet",
    "clients.api.exports.ExportViewSet",
    "campaigns.api.campaigns.CampaignViewSet",
    "campaigns.api.contents.ContentViewSet",
    "campaigns.api.untagged.UntaggedContentViewSet",
    "campaigns.api.taggings.TaggingViewSet",
    "campaigns.api.tag_rules.TagRuleViewSet",
    "campaigns.api.creators.CreatorViewSet",
    "campaigns.api.costs.CostViewSet",
    "campaigns.api.ad_units.AdUnitViewSet",
    "campaigns.api.ad_labels.AdLabelViewSet",
    "campaigns.api.imports.ImportViewSet",
    "campaigns.api.manual_values.ManualValueViewSet",
    "campaigns.api.evidence_files.EvidenceFileViewSet",
    "campaigns.api.column_mappings.ColumnMappingViewSet",
    "campaigns.api.collection_plans.CollectionPlanViewSet",
    "campaigns.api.plausibility_findings.PlausibilityFindingViewSet",
    "campaigns.api.upload_links.UploadLinkViewSet",
    "campaigns.api.tracking_links.LinkViewSet",
    "campaigns.api.tracking_codes.CodeViewSet",
    "campaigns.api.conversions.ConversionViewSet",
    "kpis.api.exchange_rates.ExchangeRateViewSet",
    "kpis.api.targets.TargetViewSet",
    "kpis.api.reports.ReportViewSet",
)

# Addresses that are no list of rows, or not of rows in the database.
ACTIONS = {
    "session": "people.api.sessions.SessionView",
    "session:switch": "people.api.sessions.SessionSwitchView",
    "password": "people.api.passwords.PasswordView",
    "password:request-reset": "people.api.passwords.ResetRequestView",
    "password:reset": "people.api.passwords.PasswordResetView",
    "me": "people.api.me.MeView",
    "invitations:accept": "people.api.invitations.AcceptView",
    "agency": "clients.api.agency.AgencyView",
    "agency:close": "people.api.agency_closing.AgencyCloseView",
    "retention": "clients.api.retention.RetentionView",
    "people:erase": "people.api.erasing.PeopleEraseView",
    "agency:reopen": "people.api.agency_closing.AgencyReopenView",
    "content-categories": "campaigns.api.content_categories.ContentCategoriesView",
    "unlinked-ad-names": "campaigns.api.unlinked_ad_names.UnlinkedAdNamesView",
    "column-mappings:propose": "campaigns.api.column_proposals.ColumnProposalView",
    "import-profiles": "campaigns.api.import_profiles.ImportProfilesView",
    "imports:bundle": "campaigns.api.import_bundles.ImportBundleView",
    "hand-in": "campaigns.api.hand_in.HandInView",
    "collection-calendar": "campaigns.api.collection_calendar.CollectionCalendarView",
    "reminders": "campaigns.api.reminders.RemindersView",
    "reminders/<uuid:id>:done": "campaigns.api.reminders.ReminderDoneView",
    "reminders/<uuid:id>:snooze": "campaigns.api.reminders.ReminderSnoozeView",
    "reminders/<uuid:id>:reopen": "campaigns.api.reminders.ReminderReopenView",
    "facts:batch": "campaigns.api.facts.FactBatchView",
    "import-profiles/<str:profile>": "campaigns.api.import_profiles.ImportProfileView",
    "import-profiles/<str:profile>/sample": "campaigns.api.import_profiles.ImportProfileSampleView",
    "import-templates/<str:grain>": "campaigns.api.import_templates.ImportTemplateView",
    "plausibility-rules": "campaigns.api.plausibility_findings.PlausibilityRulesView",
    "attribution-carriers": "campaigns.api.attribution_carriers.CarriersView",
    "goals": "kpis.api.catalogue.GoalsView",
    "metrics": "kpis.api.metrics.MetricsView",
    "metrics/<str:key>": "kpis.api.metrics.MetricView",
    "kpis": "kpis.api.kpis.KpisView",
    "kpis:preview": "kpis.api.kpi_preview.KpiPreviewView",
    "kpis/<str:key>:restore": "kpis.api.own_kpis.KpiRestoreView",
    "kpis/<str:key>": "kpis.api.kpis.KpiView",
    "kpi-suggestions": "kpis.api.suggestions.KpiSuggestionsView",
    "kpis/<str:key>/versions": "kpis.api.own_kpis.KpiVersionsView",
    "results": "kpis.api.results.ResultsView",
    "breakdowns": "kpis.api.breakdowns.BreakdownsView",
    "breakdown-dimensions": "kpis.api.breakdowns.BreakdownDimensionsView",
}

router = ResourceRouter()
router.add(*(import_string(viewset) for viewset in RESOURCES))
actions = [path(route, import_string(view).as_view()) for route, view in ACTIONS.items()]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include([*actions, *router.urls])),
    path("hand-in", hand_in_page, name="hand-in"),
    path("api/docs", docs.page, name="docs"),
    path("api/openapi.json", docs.description, name="openapi"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    re_path(r"^problems/(?P<code>[a-z][a-z0-9_]{0,60})$", problem_pages.page, name="problem"),
]

handler400 = "apikit.problems.bad_request"
handler403 = "apikit.problems.permission_denied"
handler404 = "apikit.problems.not_found"
handler500 = "apikit.problems.server_error"
