"""Settings of the whole site, driven by environment variables (listed in `.env.example`).

Safe by default: what is not set is set for production. A value that makes no sense stops the
start with one sentence (ImproperlyConfigured).
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from portal import ageing, limits, localdb, periodic, policies
from portal import env as read

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# ENV_FILE= (empty) reads no file: the tests must not depend on what stands in a developer's .env.
ENV_FILE = env.str("ENV_FILE", default=str(BASE_DIR / ".env"))
if ENV_FILE and Path(ENV_FILE).is_file():
    env.read_env(ENV_FILE)  # the environment wins over the file
read.require_any(env, ("SECRET_KEY", "DATABASE_URL", "LOCAL_DATABASE"))

# -- What kind of site ------------------------------------------------------------------------------------

DEBUG = read.boolean(env, "DEBUG", default=False)
# A demonstration: lets the accounts marked as demo accounts in without a second factor; every page says what it is.
DEMO = read.boolean(env, "DEMO", default=False)
SECRET_KEY = read.secret(env, "SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list(
    "SECRET_KEY_FALLBACKS", default=[]
)  # old keys, while sessions move to the new
SITE_NAME = env.str("SITE_NAME", default="Askwell")
SITE_URL = read.site_url(env, "SITE_URL", debug=DEBUG, default="http://127.0.0.1:8000")
# Who runs it: printed on the information pages and in the footer.
OPERATOR_NAME = env.str("OPERATOR_NAME", default="Example Health" if DEMO else "")
OPERATOR_ADDRESS = env.str("OPERATOR_ADDRESS", default="1 Example Street, Exampletown" if DEMO else "")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="contact@example.org" if DEMO else "")

# -- Rules of the house (what a query costs, how long a claim lasts) ---------------------------------------

FREE_QUERIES = read.integer(env, "FREE_QUERIES", default=1, low=0, high=1000)  # 0: no limit
# What a further query costs, and whether it can be bought here ("": only granted by staff).
QUERY_PRICE = read.price(env, "QUERY_PRICE")
QUERY_CURRENCY = read.currency(env, "QUERY_CURRENCY", default="EUR")
PAYMENTS = read.payments(env, "PAYMENTS", price=QUERY_PRICE)
DRAFT_HOURS = read.integer(env, "DRAFT_HOURS", default=24, low=20, high=24 * 7)  # without an account
DRAFT_DAYS = read.integer(env, "DRAFT_DAYS", default=30, low=7, high=365)  # with one
FREE_FOLLOW_UPS = read.integer(env, "FREE_FOLLOW_UPS", default=2, low=0, high=20)  # per answer …
FOLLOW_UP_DAYS = read.integer(env, "FOLLOW_UP_DAYS", default=14, low=1, high=365)  # … and for how long
# What is deleted by age, by a daily task (accounts.retention, answers.retention); 0 keeps it.
EXPORT_DAYS = read.integer(env, "EXPORT_DAYS", default=7, low=1, high=30)  # a person's copy of their data
RETENTION_REFUSED_DAYS = read.integer(env, "RETENTION_REFUSED_DAYS", default=180, low=0, high=36500)
RETENTION_ANSWERED_DAYS = read.integer(env, "RETENTION_ANSWERED_DAYS", default=1095, low=0, high=36500)
RETENTION_UNVERIFIED_DAYS = read.integer(env, "RETENTION_UNVERIFIED_DAYS", default=30, low=0, high=3650)
RETENTION_APPLICATIONS_DAYS = read.integer(env, "RETENTION_APPLICATIONS_DAYS", default=90, low=0, high=3650)
RETENTION_REPORTS_DAYS = read.integer(env, "RETENTION_REPORTS_DAYS", default=365, low=0, high=36500)
# Who holds what about a person, the uppermost app first (accounts/personal_data.py).
PERSONAL_DATA = ["answers.personal", "questions.personal", "specialties.personal", "accounts.personal"]
EMERGENCY_NUMBER = read.phone(env, "EMERGENCY_NUMBER", default="112")
# Whose help numbers a warning shows; "": those of anywhere. The demonstration shows a country's that has 112.
COUNTRY = read.country(env, "COUNTRY", default="IE" if DEMO else "")
CLAIM_MINUTES = read.integer(env, "CLAIM_MINUTES", default=30, low=1, high=24 * 60)
# How long a moderator holds an item of the desk that they opened; and one that was handed over to them.
DESK_CLAIM_MINUTES = read.integer(env, "DESK_CLAIM_MINUTES", default=15, low=1, high=8 * 60)
DESK_HANDOVER_HOURS = read.integer(env, "DESK_HANDOVER_HOURS", default=24, low=1, high=7 * 24)
# How long a person may appeal against a decision about them.
APPEAL_DAYS = read.integer(env, "APPEAL_DAYS", default=30, low=1, high=365)
# How long something may wait on the desk before its moderators are told; and when they get the day's digest.
DESK_LIMITS = ageing.from_environment(env)  # DESK_LIMIT_… changes it
DESK_DIGEST_HOUR = read.integer(env, "DESK_DIGEST_HOUR", default=7, low=-1, high=23)  # -1: nobody gets one
REVIEW_EVERY_DAYS = read.integer(env, "REVIEW_EVERY_DAYS", default=730, low=30, high=3650)  # public pages
MAX_PICTURES = read.integer(env, "MAX_PICTURES", default=5, low=0, high=20)
MAX_PICTURE_BYTES = read.integer(env, "MAX_PICTURE_BYTES", default=15_000_000, low=100_000, high=50_000_000)
LIMITS = limits.from_environment(env)  # how often a thing may be done; LIMITS_PERCENT and LIMIT_… change it
# Seconds from the first page of a query to its sending that no person is faster than; 0 switches it off.
MINIMUM_ASK_SECONDS = read.integer(env, "MINIMUM_ASK_SECONDS", default=8, low=0, high=600)

# How long a reader's browser may show a public page without asking again, and then still while it asks (ADR 17).
PUBLIC_MAX_AGE = read.integer(
    env, "PUBLIC_MAX_AGE", default=60, low=0, high=3600
)  # seconds; 0: it always asks
PUBLIC_STALE_WHILE_REVALIDATE = read.integer(
    env, "PUBLIC_STALE_WHILE_REVALIDATE", default=60, low=0, high=3600
)

# -- Applications ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "answers",
    "questions",
    "specialties",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_countries",  # for its translations
    "django_tasks",
    "django_tasks_db",
    "portal.apps.PortalAdminConfig",  # django.contrib.admin with the moderation desk
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",  # before staticfiles: whitenoise serves static files under runserver too
    "django.contrib.staticfiles",
    "django.forms",
]

# Outermost first. What sets headers stands before whitenoise, so that static files carry them as well.
MIDDLEWARE = [
    "portal.middleware.RequestLogMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",  # inside: its redirect to https carries headers too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.delivery.DeliveryMiddleware",  # inside: static files are compressed already
    "portal.middleware.LanguageMiddleware",  # outside all that says something to people
    "portal.errors.ErrorPages",  # outside what refuses a request by itself: a strange host, too much data
    "portal.middleware.CleanInputMiddleware",  # before the session: a cookie is input too
    "django.middleware.common.CommonMiddleware",
    "accounts.pages.HeldPages",
    "csp.middleware.CSPMiddleware",  # what never comes this far has the same policy from RequestLogMiddleware
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.RequireMfaMiddleware",
    "portal.auditing.guard.AuditorsReadOnly",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our templates may override those of form widgets
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- Database, cache, queue --------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="")
LOCAL_DATABASE = read.choice(env, "LOCAL_DATABASE", choices=("", "demo", "test"), default="")
if not DATABASE_URL and LOCAL_DATABASE:
    DATABASE_URL = read.local_database(localdb.ensure_running, kind=LOCAL_DATABASE)
DATABASES = {
    "default": {
        **read.postgresql(DATABASE_URL),
        "CONN_MAX_AGE": read.integer(env, "CONN_MAX_AGE", default=60, low=0, high=3600),  # seconds
        "CONN_HEALTH_CHECKS": True,
    },
}

# One cache for all processes: sign-in limits counted per process would not be limits. The table is made by a
# migration of `portal` and holds only what may be lost.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        # allauth names its counters by e-mail and network address: nobody shall read them there.
        "KEY_FUNCTION": "accounts.limits.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 200_000},  # with the default, 300, anybody could push the counters out
    },
}

# The queue lies in the same database: what a transaction enqueues is there if, and only if, it commits.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# -- Payments: questions.models.payment says what django-payments is trusted with --------------------------

PAYMENT_MODEL = "questions.Payment"
PAYMENT_HOST = urlsplit(SITE_URL).netloc
PAYMENT_USES_SSL = SITE_URL.startswith("https:")
# By the names that PAYMENTS may have (portal.env.payments).
PAYMENT_VARIANTS: dict[str, tuple[str, dict[str, str]]] = {"dummy": ("payments.dummy.DummyProvider", {})}

PERIODIC_JOBS = periodic.JOBS  # what the worker does by itself (accounts/schedule.py)

# -- People and sign-in ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # reads hashes brought from elsewhere
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account-home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailVerificationCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_email": "accounts.forms.ChangeEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True  # a code that never came is no dead end …
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True  # … nor is an address with a slip in it
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = (
    15 * 60
)  # seconds: slow mail servers exist
ACCOUNT_PREVENT_ENUMERATION = True  # sign-up answers alike whether or not the address is known
# Nothing is mailed to an address without account; AccountAdapter only does the same work, so that time tells nothing.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # tell people when their password or second factor changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds: long enough to read what an erasure does
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
# By network address or by the e-mail address typed (key); what isn't named here stays as allauth has it.
ACCOUNT_RATE_LIMITS = {
    "signup": "10/m/ip,20/h/ip,40/d/ip",
    "login": "30/m/ip,200/h/ip",
    "request_login_code": "10/m/ip,60/h/ip,3/m/key,12/h/key",
    "reset_password": "10/m/ip,40/h/ip,3/m/key,12/h/key",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_CHANGE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds before and after: for slow fingers and clocks that are off
MFA_FORMS = {
    "authenticate": "accounts.forms_codes.AuthenticateForm",
    "reauthenticate": "accounts.forms_codes.ReauthenticateForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # passkeys over http exist on localhost only

# -- Behind a proxy ----------------------------------------------------------------------------------------

# How many proxies of ours stand before the site. With 0 nothing that a client may forge is believed.
TRUSTED_PROXIES = read.integer(env, "TRUSTED_PROXIES", default=0, low=0, high=5)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
_site_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = read.hosts(
    env, "ALLOWED_HOSTS", default=[_site_host, *(["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

# -- Cookies and headers -----------------------------------------------------------------------------------

_prefix = "" if DEBUG else "__Host-"  # a browser accepts __Host- only with Secure, path / and no domain
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
ASK_COOKIE_NAME = f"{_prefix}ask"  # the key of the drafts begun in a browser, see questions.browser
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no words of ours in cookies

SECURE_SSL_REDIRECT = read.boolean(env, "SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
SECURE_HSTS_SECONDS = read.integer(
    env, "HSTS_SECONDS", default=0 if DEBUG else 365 * 24 * 3600, low=0, high=2 * 365 * 24 * 3600
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = read.boolean(env, "HSTS_INCLUDE_SUBDOMAINS", default=not DEBUG)
SECURE_HSTS_PRELOAD = read.boolean(
    env, "HSTS_PRELOAD", default=not DEBUG
)  # consent; listing is a step by hand
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = policies.PERMISSIONS
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.CONTENT_SECURITY}

# -- Files -------------------------------------------------------------------------------------------------

# Collected, hashed and compressed in production; straight from the sources while developing and testing.
STATIC_HASHED = read.boolean(env, "STATIC_HASHED", default=not DEBUG)
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))("")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_HASHED
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Private: written outside STATIC_ROOT and never served by URL; views that check who asks read it.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))("")
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Onto the disk, not into memory: accounts.uploads. More than we take, so that the form can say so and keep the text:
# files that are looked at, files without which a request isn't read on, bytes of a whole request.
FILE_UPLOAD_HANDLERS = ["accounts.uploads.BoundedUploads"]
MAX_FILES = MAX_PICTURES + 20
DATA_UPLOAD_MAX_NUMBER_FILES = 200
MAX_UPLOAD_BYTES = 2 * max(2, MAX_PICTURES) * MAX_PICTURE_BYTES + 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# -- Mail --------------------------------------------------------------------------------------------------

globals().update(read.mail(env, "EMAIL_URL", default_folder=BASE_DIR / "var" / "mail" if DEBUG else None))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <no-reply@{_site_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Seconds for each step of one sending, and for the answer to the whole mail. accounts.models.mail.LEASE is longer
# than all together.
EMAIL_TIMEOUT, EMAIL_WHOLE_TIMEOUT = 10, 60

# -- Language and time -------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGE_NAMES = {"en-gb": "English", "es": "Español", "ar": "العربية"}  # those with a catalogue in locale/
# Those the site is offered in, each by its own name; the default one, which has the plain addresses, always (ADR 24).
LANGUAGES = read.languages(env, "SITE_LANGUAGES", known=LANGUAGE_NAMES, always=LANGUAGE_CODE)
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
COUNTRIES_OVERRIDE = {"XK": _("Kosovo")}  # of django-countries: has no ISO code, but licences doctors

# -- Logs: one JSON object a line on stderr; no query strings, bodies or form values ------------------------

DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.logs.NothingPrivateFilter"
LOG_LEVEL = read.choice(env, "LOG_LEVEL", choices=("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},  # no mails to administrators
        "django.request": {"level": "ERROR"},  # the access log has the rest
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},  # logs query strings
        "gunicorn.http.wsgi": {"level": "ERROR"},  # warns of each HEAD: it takes the body off, as it should
    },
}
