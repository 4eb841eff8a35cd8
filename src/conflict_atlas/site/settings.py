"""Django's settings, taken from a workspace.

What may live here: settings only. The workspace is named by ``CONFLICT_ATLAS_WORKSPACE`` (``conflict-atlas up`` sets it);
what the operator may change stands in its ``atlas.toml``, the database address in ``DATABASE_URL``.
"""

import os
import sys
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from csp.constants import NONCE, NONE, SELF

from conflict_atlas.locale import CATALOGUES, LISTED
from conflict_atlas.site.database import database_settings
from conflict_atlas.workspace import Workspace

_workspace = Workspace.open(Workspace.default_root())
_operator = _workspace.settings

ATLAS_WORKSPACE = _workspace.root
ATLAS_SITE_NAME = _operator.site_name
ATLAS_CONTACT = _operator.contact
ATLAS_SINGLE_EDITOR = _operator.single_editor
ATLAS_WORK_AHEAD = _operator.work_ahead
ATLAS_BASE_URL = _operator.base_url.rstrip("/")
# Languages of the pages; the first is the one that / leads to where a browser asks for none of them.
ATLAS_LANGUAGES = _operator.languages

SECRET_KEY = _workspace.secret_key()
DEBUG = False
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, [urlsplit(ATLAS_BASE_URL).hostname, os.environ.get("CONFLICT_ATLAS_HOST")]),
    *_operator.allowed_hosts,
]
CSRF_TRUSTED_ORIGINS = [ATLAS_BASE_URL] if ATLAS_BASE_URL.startswith("https://") else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("CONFLICT_ATLAS_BEHIND_PROXY") else None

INSTALLED_APPS = [
    "conflict_atlas.site.pages",
    "conflict_atlas.site.editorial",
    "conflict_atlas.site.claims",
    "conflict_atlas.site.kids",
    "conflict_atlas.site.reports",
    "conflict_atlas.site.accounts",
    "conflict_atlas.site",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "conflict_atlas.site.headers.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "conflict_atlas.site.accounts.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "conflict_atlas.site.urls"
WSGI_APPLICATION = "conflict_atlas.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), _workspace.root / "site.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_USER_LOGIN_FORM = "conflict_atlas.site.accounts.forms.LoginForm"
# A forgotten password is set anew on the command line: an installation has no mail of its own.
WAGTAIL_PASSWORD_RESET_ENABLED = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Which groups need the second factor stands in accounts/groups.py; with the switch off nobody would.
WAGTAIL_2FA_REQUIRED = True
OTP_TOTP_ISSUER = ATLAS_SITE_NAME

# Six wrong passwords for one name from one address: no more for a quarter of an hour. See accounts/throttling.py.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "conflict_atlas.site.accounts.throttling.address"
AXES_LOCKOUT_CALLABLE = "conflict_atlas.site.accounts.throttling.answer"
AXES_RESET_ON_SUCCESS = True
# Trying again while locked does not make it longer, and of logins that worked nothing is kept.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True

# A login lasts a working day; without "Remember me" it ends with the browser, too.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ATLAS_BASE_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SESSION_COOKIE_PATH = "/admin/"
CSRF_COOKIE_PATH = "/admin/"

LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.name) for language in LISTED]
LOCALE_PATHS = [CATALOGUES]
# The newsroom is in English: its words are not translated yet, and half of them would be worse than none.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
WAGTAIL_I18N_ENABLED = False

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
MEDIA_ROOT = _workspace.root / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

WAGTAIL_SITE_NAME = ATLAS_SITE_NAME
WAGTAILADMIN_BASE_URL = ATLAS_BASE_URL
# What Debian calls localtime is no time zone to a browser, and its script stops at it.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "atlas_editorial.Picture"
# Of a drawing (SVG) only what the list of allowed elements knows is taken: see editorial/models/picture.py.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024

# What a browser may load for a page. Public pages: nothing but files of this origin, no inline script, no inline style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# A drawing (SVG) opened by itself is a document: it may style itself, and nothing in it runs, loads or leads anywhere.
ATLAS_PICTURE_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "font-src": [NONE],
    "connect-src": [NONE],
    "manifest-src": [NONE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
    "sandbox": [True],
}
ATLAS_ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    # The rich text editor sets style attributes; scripts stay under the nonce.
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A mistyped address is no event of the server: only what breaks is logged.
    "loggers": {"django.request": {"level": "ERROR"}},
}
