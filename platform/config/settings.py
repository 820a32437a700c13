"""Django's settings: read top to bottom, every value that an operator may choose comes from `config.environment`."""

from config.databases import databases, queue_login
from config.environment import environment
from config.logging import logging_config

_chosen = environment()

SECRET_KEY = _chosen.derived("django") if _chosen.secret() else ""
DEBUG = False
ALLOWED_HOSTS = _chosen.hosts()
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PUBLIC_URL = _chosen.public_url()

# --- Agencies: one schema each -----------------------------------------------------------------------------------
DATABASES = databases(_chosen)
DATABASE_ROUTERS = ["agencies.routers.SchemaRouter"]
TENANT_SYNC_ROUTER = "agencies.routers.SchemaRouter"
TENANT_DB_ALIAS = "owner"
TENANT_MODEL = "agencies.Agency"
TENANT_DOMAIN_MODEL = "agencies.Domain"
AGENCY_STARTERS = ["people.founding.make_owner", "clients.founding.make_profile"]
AGENCY_LEAVERS = ["jobs.leaving.forget_jobs", "people.moving.forget_people"]
AGENCY_ARRIVALS = [
    "clients.arrivals.name_the_profile",
    "campaigns.arrivals.end_waiting_imports",
    "campaigns.arrivals.revoke_upload_links",
]
SHARED_ROWS_OF_ARCHIVES = ["people.moving.MEMBERS", "people.moving.INVITATIONS", "people.moving.API_KEYS"]
LEFT_OUT_OF_ARCHIVES = {
    "apikit_idempotencyrecord": "Answers kept for a day so that a request can be repeated; credentials do not travel.",
    "kpis_datachange": "Numbers that tell one state of the data from another; a restored agency counts anew.",
    "clients_agencyexport": "The list of archives that were made; the archives themselves are not part of each other.",
}
SHARED_LEFT_OUT_OF_ARCHIVES = {
    "people_credential": "Secrets of sessions, API keys and upload links; whoever is to have one gets a new one.",
    "procrastinate_jobs": "What waits for a worker; an import that waited is to be tried again.",
}
EXPORTS_FOLDER = _chosen.home.resolve() / "exports"
MEMBER_STARTERS = ["clients.services.brand_access.state_brand_roles"]
ARCHIVED_BY = {"campaigns_factrevision": ("upload_id",)}  # restored in this order, by which its index finds them
CHANGES_NOTED_IN = "kpis_datachange"
CHANGES_NOT_NOTED = {  # all others count
    "apikit_idempotencyrecord": "Answers that were given.",
    "audit_auditentry": "What was done; that it was is noted with what it did.",
    "campaigns_handedfile": "Files that wait.",
    "campaigns_importfilepart": "Files that wait.",
    "campaigns_importrow": "What became of each line of an import, which is noted itself.",
    "campaigns_importwork": "How far a load is, written every second.",
    "campaigns_reminderanswer": "Who was reminded.",
    "campaigns_reminderletter": "Who was reminded.",
    "campaigns_uploadlink": "Who may hand files in.",
    "clients_agencyexport": "Archives.",
    "clients_brandaccess": "Who may see what; pages are kept by what their asker sees.",
    "kpis_datachange": "The notes themselves.",
}
APPEND_ONLY_TABLES = (
    *("audit_auditentry", "campaigns_factrevision", "campaigns_tagchange", "campaigns_conversionevent"),
    *("kpis_targetrevision", "kpis_targetsignoff", "kpis_ownkpiversion"),
)
TABLES_OF_NUMBERS = (  # where no text is about anybody
    *("campaigns_accountday", "campaigns_accountmonth", "campaigns_accountadday", "campaigns_accountadmonth"),
    *("campaigns_adday", "campaigns_admonth", "campaigns_contentsnapshot", "campaigns_contentmetrics"),
    "campaigns_admetrics",
    *("campaigns_factrevision", "campaigns_periodfact", "campaigns_breakdownfact"),
)
AFTER_ERASURE = [
    "campaigns.imports.erasing.forget_waiting_files",
    "clients.exports.services.forget_archives",
    "kpis.reporting.erasure.seal_again",
]
RETENTION_RULES = ["clients.retention.rules.RULES", "campaigns.retention.RULES"]
DOOR_PATHS = (
    *("/api/v1/session", "/api/v1/password", "/api/v1/me", "/api/v1/invitations:accept"),
    *("/api/v1/agency:close", "/api/v1/agency:reopen"),
)
PATHS_WHILE_CLOSING = ("/api/v1/agency:reopen", "/api/v1/agency:close", "/api/v1/exports")
SHARED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "procrastinate.contrib.django",
    "agencies",
    "jobs",
    "people",
]
TENANT_APPS = ["apikit", "audit", "clients", "campaigns", "kpis"]
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "config",
    "corsheaders",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

# --- Memory of each process ---------------------------------------------------------------------------------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "pages": {  # at most 1 MB each; their keys name the agency and the state of its data
        "BACKEND": f"django.core.cache.backends.{'locmem.LocMemCache' if _chosen.pages_kept else 'dummy.DummyCache'}",
        "LOCATION": "pages",
        "TIMEOUT": 900,
        "OPTIONS": {"MAX_ENTRIES": _chosen.pages_kept},
    },
}

# --- Requests ------------------------------------------------------------------------------------------------------
MIDDLEWARE = [
    "apikit.middleware.RequestIdMiddleware",
    "apikit.problems.ProblemMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apikit.middleware.BodyLimitMiddleware",
    "people.middleware.AgencyRoutingMiddleware",
    "apikit.idempotency.IdempotencyMiddleware",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
CORS_ALLOWED_ORIGINS = [origin.strip() for origin in _chosen.cors_origins.split(",") if origin.strip()]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Location", "Link", "Retry-After"),
    *("X-Request-Id", "Idempotent-Replayed", "Preference-Applied"),
]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "prefer",
    "x-agency",
    "x-request-id",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["apikit.permissions.NobodyUndeclared"],
    "DEFAULT_RENDERER_CLASSES": ["apikit.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apikit.parsers.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "apikit.schema.ResourceSchema",
    "DEFAULT_THROTTLE_CLASSES": [],
    "EXCEPTION_HANDLER": "apikit.problems.problem_exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Yardstick",
    "VERSION": "1",
    "DESCRIPTION": (
        "Targets, results and reports of social-media agencies on TikTok, Douyin, WeChat, Weibo and Xiaohongshu. "
        "The credential names the agency; every number says where it came from."
    ),
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "CONTACT": {"name": "The operator of this installation"},
    "SERVERS": [{"url": "/", "description": "This installation"}],
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "people.models.ROLE_CHOICES",
        "AgencyStateEnum": ["active", "suspended", "closing"],
        "ErasureModeEnum": "people.api.erasing.MODES",
        "ExportStateEnum": "clients.models.EXPORT_STATES",
        "NetworkEnum": "clients.models.NETWORK_CHOICES",
        "AccountKindEnum": "clients.models.KIND_CHOICES",
        "CostKindEnum": "campaigns.models.work.COST_KINDS",
        "GoalEnum": "campaigns.models.work.GOAL_CHOICES",
        "ContentFormatEnum": "campaigns.models.work.FORMAT_CHOICES",
        "CodeKindEnum": "campaigns.models.attribution.CODE_KINDS",
        "ConversionEventEnum": "campaigns.models.attribution.EVENT_CHOICES",
        "OrderStatusEnum": "campaigns.models.attribution.STATUS_CHOICES",
        "LandedByEnum": "campaigns.models.attribution.LANDED_BY_CHOICES",
        "DirectionEnum": "kpis.models.DIRECTIONS",
        "BasisEnum": "kpis.models.BASES",
        "RateOutcomeEnum": "kpis.api.exchange_rates.RATE_OUTCOMES",
        "BatchModeEnum": "kpis.api.exchange_rates.MODES",
        "UnitEnum": "kpis.results.stating.UNITS",
        "ResultStateEnum": "kpis.results.stating.STATES",
        "StatedUnitEnum": "kpis.api.own_kpi_shapes.STATED_UNITS",
        "TaggingSourceEnum": "campaigns.models.tagging.SOURCE_CHOICES",
        "ProposalReasonEnum": "campaigns.api.column_proposal_shapes.PROPOSAL_REASONS",
        "DroppedReasonEnum": "campaigns.api.import_shapes.DROPPED_REASONS",
        "NumberWrittenAsEnum": ["number", "percent"],
        "ImportProfileGrainEnum": "campaigns.api.fact_shapes.GRAINS",
        "FindingStateEnum": "campaigns.models.plausibility.FINDING_STATE_CHOICES",
        "FindingDecisionEnum": "campaigns.api.plausibility_findings.DECISION_CHOICES",
        "GrainsEnum": "campaigns.models.plausibility.FINDING_GRAINS",
        "ManualGrainEnum": "campaigns.models.pushed.MANUAL_GRAIN_CHOICES",
        "BundleOutcomeEnum": "campaigns.api.import_bundles.FILE_OUTCOMES",
        "HandedFileOutcomeEnum": "campaigns.models.collection.ARRIVALS",
        "CollectionCadenceEnum": "campaigns.models.collection.CADENCES",
        "ImportProfileCadenceEnum": "campaigns.readers.Cadence",
        "CarrierCertaintyEnum": ["H", "M", "L"],
        "RowOutcomeEnum": "campaigns.models.provenance.OUTCOMES",
        "ValueMarkEnum": ["derived", "capped"],
        "FactSourceEnum": "campaigns.models.provenance.SOURCES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apikit.schema.finish_description",
        "config.api_examples.add_answers",
    ],
    "TAGS": [
        {"name": name, "description": description}
        for name, description in (
            ("session", "Log in, log out, switch agency."),
            ("password", "Set and reset the own password."),
            ("me", "Who asks, and what they may do."),
            ("agency", "The agency's profile and defaults."),
            ("members", "People of the agency."),
            ("invitations", "Open doors for people to come."),
            ("api-keys", "Credentials for programs."),
            ("audit-entries", "Who did what."),
            ("exports", "Everything the agency has, in one archive."),
            ("retention", "For how long what is no number is kept."),
            ("people", "Whoever stands in the agency's data, and no longer wants to."),
            ("brands", "Client brands."),
            ("accounts", "The brands' accounts on the networks."),
            ("brand-access", "Who works on which brand."),
            ("campaigns", "What is run for a brand."),
            ("contents", "What was published."),
            ("untagged-contents", "The queue of contents that lack tags, with proposals."),
            ("content-categories", "The words that contents are sorted by."),
            ("taggings", "Who tagged what, and the way back."),
            ("tag-rules", "Tags by title, hashtag, day and account."),
            ("creators", "Who makes content."),
            ("costs", "Fees and production."),
            ("ad-units", "Vendors' campaigns, ads, shops and live rooms."),
            ("ad-labels", "What vendors' names of ads stand for."),
            ("unlinked-ad-names", "Vendors' names that stand for nothing yet."),
            ("imports", "Files of numbers, line by line."),
            ("facts", "Numbers that programs push."),
            ("manual-values", "Numbers that people type in."),
            ("evidence-files", "What shows where typed numbers were read."),
            ("column-mappings", "Tables that the agency named the columns of."),
            ("collection-calendar", "Which file is due when, and which window closes."),
            ("reminders", "What the caller has to bring, late or soon lost, and answers to that."),
            ("upload-links", "Ways to hand files in without a log-in."),
            ("hand-in", "What holders of an upload link see and send."),
            ("collection-plans", "Who brings which file how often, where that is not as usual."),
            ("plausibility-findings", "What in the numbers is hard to believe."),
            ("plausibility-rules", "By what numbers are hard to believe."),
            ("import-profiles", "The files that are understood."),
            ("import-templates", "Our own CSV, one template a grain."),
            ("tracking-links", "Addresses with utm parameters."),
            ("tracking-codes", "Codes that survive where links do not."),
            ("attribution-carriers", "What of links and codes survives in which app."),
            ("conversions", "Orders, sign-ups, leads, downloads and carts, and where they come from."),
            ("goals", "Business goals."),
            ("metrics", "Base measures and how they add up."),
            ("kpis", "Definitions over metrics."),
            ("kpi-suggestions", "From a goal to KPIs."),
            ("exchange-rates", "What one currency is worth in another, from a day on."),
            ("targets", "What KPIs should reach."),
            ("results", "KPIs computed, graded, set against targets."),
            ("breakdowns", "Metrics by audience segment, territory, hour, source and product."),
            ("reports", "Frozen snapshots, seen through lenses."),
        )
    ],
}

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 30 * 60
CREDENTIAL_PEPPER = _chosen.derived("credentials") if _chosen.secret() else ""
EMAIL_BACKEND = _chosen.email_backend
DEFAULT_FROM_EMAIL = _chosen.email_from
EMAIL_HOST = _chosen.email_host
EMAIL_PORT = _chosen.email_port
EMAIL_HOST_USER = _chosen.email_user
EMAIL_HOST_PASSWORD = _chosen.email_password
EMAIL_USE_TLS = _chosen.email_tls
EMAIL_TIMEOUT = 10

# --- Background work --------------------------------------------------------------------------------------------------
TASK_MODULES: tuple[str, ...] = (
    *("campaigns.imports.tasks", "campaigns.collection.tasks", "clients.exports.making", "clients.retention.tasks"),
    "jobs.purging",
)
JOB_QUEUE_LOGIN = queue_login(_chosen)
JOBS_AT_ONCE = _chosen.jobs_at_once
JOBS_HEARTBEAT = _chosen.jobs_heartbeat
DAILY_HOUR = _chosen.daily_hour
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# --- Operation -------------------------------------------------------------------------------------------------------
LOGGING_CONFIG = None
logging_config(production=_chosen.production)
SILENCED_SYSTEM_CHECKS: list[str] = []
