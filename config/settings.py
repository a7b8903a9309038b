"""
Settings of Phaseline: one file, driven by the environment (see .env.example).

With nothing set it is a development machine: DEBUG on, embedded PostgreSQL, Celery on the
filesystem transport. DEMO is the same for a person who looks around, without DEBUG's pages. In
production both are off, and what has no safe default must be given.
"""

import sys
from pathlib import Path

import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import postgres

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

LOCAL_DIR = BASE_DIR / env.str("LOCAL_DIR", default=".local")

TESTING = "pytest" in sys.modules
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=not DEMO)
PRODUCTION = not (DEBUG or DEMO)


def required(name: str, default: str = "") -> str:
    """The variable's value; in production a missing one is an error, not a default."""
    value = env.str(name, default="")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set when DEBUG is off.")
    return value or default


SECRET_KEY = required("SECRET_KEY", default="development-only-" + "x" * 50)
ALLOWED_HOSTS = required("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "audit",
    "notifications",
    "accounts",
    "vendors",
    "programs",
    "rfps",
    "demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "anymail",
    "csp",
    "django_filters",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "template_partials",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.uploads.UploadSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.tampered.TamperedAdminQueryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
                "accounts.context_processors.site",
            ],
        },
    },
]

# PostgreSQL: the serving role is never a superuser, so row-level security holds for it.
EMBEDDED_POSTGRES = not required("DATABASE_URL")
DATABASES = {
    "default": env.db_url_config(postgres.url() if EMBEDDED_POSTGRES else env.str("DATABASE_URL"))
}
DATABASES["default"]["ATOMIC_REQUESTS"] = True  # a savepoint inside ActingMiddleware's transaction
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default="test_phaseline")}
if TESTING:  # a test's commits need not survive a power cut
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
elif not DEBUG:  # the development server uses a new thread, hence a new connection, per request
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The history of the directory's facts (vendors/models/fact.py): one trigger per statement, not per row,
# so that a bulk import stays one; who and why stand in the event, so that no shared row is written.
PGHISTORY_LEVEL = pghistory.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# Celery: Redis in production, the filesystem under .local/ where there is none.
REDIS_URL = required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
# A dead or frozen Redis must not hold a request: without the four about retries kombu tries for
# seconds more by itself (tests/notifications/test_kick.py).
REDIS_BROKER_OPTIONS = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "health_check_interval": 25,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "visibility_timeout": 900,
}
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_BROKER_OPTIONS
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(LOCAL_DIR / "celery" / "queue"),
        "data_folder_out": str(LOCAL_DIR / "celery" / "queue"),
        "control_folder": str(LOCAL_DIR / "celery" / "control"),
    }
if TESTING:  # a kick of a test is for no worker; those that have one bring its broker
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {
        "task": "notifications.tasks.sweep",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "watch-directory": {
        "task": "programs.tasks.watch_directory",
        "schedule": crontab(hour=4, minute=30),  # UTC: before anybody in Europe is at work
        "options": {"expires": 3600},
    },
    "run-imports": {
        "task": "vendors.tasks.run_imports",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "send-search-alerts": {
        "task": "vendors.tasks.send_alerts",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind-vendors": {
        "task": "vendors.tasks.remind_vendors",
        "schedule": crontab(hour=5, minute=10),  # UTC
        "options": {"expires": 3600},
    },
    "forget-vendor-changes": {"task": "vendors.tasks.forget_changes", "schedule": 86400.0},
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"claim": "30/h/ip"}  # beside those of allauth: each claim may send a mail
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, which proves the address
ACCOUNT_PREVENT_ENUMERATION = True

# E-mail: a row first (notifications), then this backend hands it over.
# The demo has no mail server: it delivers into files, and its mailbox page shows the outbox.
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "notifications.smtp.EmailBackend",
)
EMAIL_FILE_PATH = LOCAL_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=1025)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=60)
# Connections to the mail server that one worker process keeps while there is much to send.
OUTBOX_LANES = 1 if TESTING else max(1, env.int("OUTBOX_LANES", default=5))
# Reports of a provider (django-anymail) come in only where the secret is set: user:password.
ANYMAIL_WEBHOOK_SECRET = env.str("ANYMAIL_WEBHOOK_SECRET", default="")
ANYMAIL = env.json("ANYMAIL", default={})  # the provider's keys, where EMAIL_BACKEND is one of its
if ANYMAIL_WEBHOOK_SECRET:
    ANYMAIL["WEBHOOK_SECRET"] = ANYMAIL_WEBHOOK_SECRET
# Who may read /metrics: whoever sends it as a bearer token; without one there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Phaseline <no-reply@phaseline.example>")

# Pages
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/django/forms
STATIC_URL = "static/"
# Gathered by collectstatic in production, else served as they lie.
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", default="static-collected") if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if not PRODUCTION or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", default=str(LOCAL_DIR / "media"))

# Security: one strict policy for every page, the admin included.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The admin's page of a site sends every field of each of its capability lines.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
