# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of the one server. Everything an operator chooses comes from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from houvast.web.databases import database


def secret_key(file: Path) -> str:
    """Return the secret of this installation; made the first time, readable by its owner only."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text()


HOUVAST_HOME = Path(os.environ.get("HOUVAST_HOME", ".houvast")).resolve()
HOUVAST_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
# Three folders with three lives: a backup of one never holds what is in another.
HOUVAST_KEYS = Path(os.environ.get("HOUVAST_KEYS", HOUVAST_HOME / "keys"))
HOUVAST_CHECKPOINTS = Path(os.environ.get("HOUVAST_CHECKPOINTS", HOUVAST_HOME / "checkpoints"))
HOUVAST_NOTIFICATIONS = Path(os.environ.get("HOUVAST_NOTIFICATIONS", HOUVAST_HOME / "notifications"))

DATABASES = {"default": database(os.environ.get("HOUVAST_DATABASE", f"sqlite:///{HOUVAST_HOME / 'houvast.sqlite3'}"))}
if "HOUVAST_DATABASE_OWNER" in os.environ:  # PostgreSQL: the role that owns the tables; only `migrate` uses it
    DATABASES["owner"] = database(os.environ["HOUVAST_DATABASE_OWNER"])
HOUVAST_APP_ROLE = os.environ.get("HOUVAST_APP_ROLE", "houvast_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = secret_key(HOUVAST_HOME / "secret.key")
DEBUG = False

INSTALLED_APPS = [
    "houvast.dossier",
    "houvast.people",
    "houvast.desk",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "houvast.web.middleware.keep_nothing",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "houvast.web.middleware.say_what_is_wrong",
    "houvast.web.middleware.demo_only",
]

ROOT_URLCONF = "houvast.web.urls"
ALLOWED_HOSTS = os.environ.get("HOUVAST_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "houvast.web.clock.clock"],
        },
    }
]

STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: for the signs inside the vendored style sheets
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers hide the origin of our own forms from us
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "houvast.web.middleware.form_refused"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"where_only": {"()": "houvast.web.log.WhereOnly"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "where_only"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # below that it tells only which addresses people ask for
    },
}
