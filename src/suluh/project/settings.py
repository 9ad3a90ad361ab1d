"""Django's names for our settings. Everything that may differ comes from `config`."""

from typing import Any

import dj_database_url

from suluh.project import config

CONFIG = config.read()

SECRET_KEY = CONFIG.secret_key
DEBUG = CONFIG.debug
ALLOWED_HOSTS = [*CONFIG.hosts, "127.0.0.1", "localhost", CONFIG.bind, "[::1]"]
if CONFIG.bind in {"0.0.0.0", "::"}:  # noqa: S104 compared, not bound
    ALLOWED_HOSTS = ["*"]

SULUH_HOME = CONFIG.home
SULUH_PUBLIC_DIR = CONFIG.public_dir
SULUH_PUBLIC_URL = CONFIG.public_url
SULUH_OFFICE_URL = CONFIG.office_url
SULUH_SMTP_URL = CONFIG.smtp_url
SULUH_BOUNCE_IMAP_URL = CONFIG.bounce_imap_url
SULUH_BOUNCE_ADDRESS = CONFIG.bounce_address
SULUH_CHECKPOINTS = CONFIG.checkpoints
SULUH_MAIL_SINK = CONFIG.mail_sink  # set by `suluh up` where no mail server is named
# Through which channels a text will go: asked when its chain is computed (decision 0023).
SULUH_CHANNELS_OF = "suluh.publishing.delivery.operations.channels_for"

INSTALLED_APPS = [
    "suluh.ui",
    "suluh.foundation.org",
    "suluh.foundation.accounts",
    "suluh.foundation.audit",
    "suluh.foundation.outbox",
    "suluh.foundation.notify",
    "suluh.newsroom.regulation",
    "suluh.newsroom.assets",
    "suluh.newsroom.planning",
    "suluh.newsroom.editorial",
    "suluh.publishing.ledger",
    "suluh.publishing.delivery",
    "suluh.publishing.website",
    "suluh.workspace",
    "suluh.project",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "suluh.project.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "suluh.project.middleware.ReadersLanguage",
    "suluh.project.middleware.PlausibleRequests",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "suluh.project.middleware.DeclaredPolicy",
    "suluh.project.middleware.RefusalAsSentence",
]

ROOT_URLCONF = "suluh.project.urls_office"
WSGI_APPLICATION = "suluh.project.wsgi_office.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "suluh.workspace.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "suluh.ui.forms.HouseRenderer"

SQLITE_OPTIONS: dict[str, object] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
}
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(CONFIG.database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, never by sign-up
ACCOUNT_ADAPTER = "suluh.foundation.accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"login": "suluh.foundation.accounts.forms.OfficeLogin"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no stranger writes to strangers through us
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.proxy_count
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Suluh"
MFA_TOTP_TOLERANCE = 1  # a phone half a minute off still gets in; each code works once
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above: the address is the administrator's word
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONFIG.office_url.startswith("https:")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_FAILURE_VIEW = "suluh.foundation.accounts.kept.form_too_old"
CSRF_TRUSTED_ORIGINS = [CONFIG.office_url, CONFIG.public_url]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if CONFIG.proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.home / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "suluh.project.wagtail_files.EditorFiles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
MEDIA_ROOT = CONFIG.home / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # what is shown again where a form takes 4 MB
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",  # forms below the next figure
    "suluh.project.uploads.BoundedUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
EMAIL_BACKEND = "suluh.foundation.notify.backend.OutboxBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"suluh": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # TLS ends at the proxy (how-to)
