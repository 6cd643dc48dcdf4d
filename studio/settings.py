"""Every setting, and the only place that reads the environment (how strictly: environment/).

The embedded defaults need nothing: SQLite and everything else the app writes lie under
STUDIO_DATA, and without cloud keys the sandbox answers. The README's table lists each
variable; a test holds it against this file.
"""

from __future__ import annotations

import hashlib
import os
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from studio.environment import Environment, Unreadable
from studio.environment.values import LOOPBACK, authority
from studio.keyfiles import first_sealing_key, sealing_keys_in, secret_key
from studio.pages import logs
from studio.sealing.keys import KeptKeys

BASE = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# --- Where things lie -------------------------------------------------------------------

DATA = env.folder("STUDIO_DATA", BASE / "var")
FRAMES = DATA / "frames"
UPLOADS = DATA / "uploads"
SANDBOX = DATA / "sandbox"

# The process manager numbers PORT for each process itself, so `make run` hands on the
# page's own port as STUDIO_PORT.
PORT = env.port("STUDIO_PORT", env.port("PORT", 8000))
SANDBOX_PORT = env.port("STUDIO_SANDBOX_PORT", PORT + 1)
PICTURES_PORT = env.port("STUDIO_PICTURES_PORT", PORT + 2)

# --- Safety -----------------------------------------------------------------------------


SECRET_KEY = env.secret_key("STUDIO_SECRET_KEY") or SimpleLazyObject(partial(secret_key, DATA))
# What secrets in the database are sealed with: the first seals, all of them open.
SEALING_KEYS = env.sealing_keys("STUDIO_SEALING_KEYS") or KeptKeys(
    DATA / "sealing-keys", partial(first_sealing_key, DATA), sealing_keys_in
)
DEBUG = env.flag("STUDIO_DEBUG")
HOSTS = ALLOWED_HOSTS = env.host_names("STUDIO_HOSTS", ["127.0.0.1", "localhost"])
# Where the cloud reaches this studio, if it does: for uploaded logos, and to call back.
PUBLIC_URL = env.origin("STUDIO_PUBLIC_URL")
if PUBLIC_URL:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, authority(urlsplit(PUBLIC_URL))[0]]

# Where pages are served. Whom another address lets in comes by a name that has TLS and an admin.
LISTEN = env.address("STUDIO_LISTEN", "127.0.0.1")
if not ip_address(LISTEN).is_loopback and set(HOSTS) <= set(LOOPBACK):
    raise Unreadable("STUDIO_LISTEN", "127.0.0.1 while STUDIO_HOSTS names this computer alone")

# The proxies whose X-Forwarded-For says who asks, addresses or networks.
PROXIES = env.networks("STUDIO_PROXIES")
# What whoever collects the studio's metrics signs in with; without one nobody is told them.
METRICS_TOKEN = env.token("STUDIO_METRICS")
# The OpenTelemetry collector that is told of spans (spans.py), and the Sentry that is told of
# faults (sentry.py), if any. What else their SDKs read of the environment is theirs.
COLLECTOR = env.collector("OTEL_EXPORTER_OTLP_ENDPOINT")
SENTRY_KEY = env.sentry("SENTRY_DSN")
# How long the audit log keeps an entry; 0 keeps all.
AUDIT_DAYS = env.number("STUDIO_AUDIT_DAYS", 730, 0, 36_500)
# How many days versions of templates are kept each, how many at all, and how many of one template;
# 0 days are for ever. What has a name is kept for good.
VERSIONS_WHOLE_DAYS = env.number("STUDIO_VERSIONS_WHOLE_DAYS", 30, 0, 36_500)
VERSIONS_DAYS = env.number("STUDIO_VERSIONS_DAYS", 180, 0, 36_500)
VERSIONS_MOST = env.number("STUDIO_VERSIONS_MOST", 500, 1, 100_000)
# Behind TLS (a proxy that sets X-Forwarded-Proto) cookies and links insist on it.
HTTPS = env.flag("STUDIO_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
# Probes follow nothing, and what these say is no secret, or told to who has the token alone.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if not HTTPS:
    # Plain http on the loopback address is the embedded default. W010 is what W012 says where it
    # does not find Django's own middleware for sessions.
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W010", "security.W016"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "studio.accounts.sessions"
# How long a session lasts at most; unused, it is over sooner (accounts/sessions.py).
SESSION_COOKIE_AGE = 7 * 24 * 3600
# Cookies know no ports: two studios on one host would sign each other out.
SESSION_COOKIE_NAME = f"studio_session_{PORT}"
CSRF_COOKIE_NAME = f"studio_csrf_{PORT}"
DEVICE_COOKIE_NAME = f"studio_device_{PORT}"
CSRF_FAILURE_VIEW = "studio.accounts.opened.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # blob: the server's preview is fetched by POST and shown from memory.
        "img-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Django -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "studio.pages.apps.PagesConfig",
    "studio.processes.apps.ProcessesConfig",
    "studio.demo",
    "studio.help",
    "studio.mixes",
    "studio.editor",
    "studio.straps",
    "studio.library",
    "studio.accounts",
    "studio.audit",
    "studio.sealing",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "studio.pages.apps.CollectedFiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # Outside of all that may turn a request away.
    "studio.api.problems.ProblemsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studio.accounts.addresses.LocalName",
    "studio.accounts.sessions.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anything of a request is looked for in the database.
    "studio.pages.nul.NulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "studio.accounts.bearer.TokenMiddleware",
    "studio.accounts.acting.ActorMiddleware",
    "studio.accounts.opened.SamePerson",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studio.leaving.gone.GoneMiddleware",
    "studio.documents.unreadable.UnreadableRowMiddleware",
]
ROOT_URLCONF = "studio.urls"
WSGI_APPLICATION = "studio.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["studio.accounts.signing_in.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "templates"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHED = (
    "django.template.loaders.cached.Loader",
    ["studio.pages.loading.Loader", "django.template.loaders.app_directories.Loader"],
)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [CACHED])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "studio.accounts.context.workspaces",
                "studio.mixes.clouds.context.which_cloud",
                "studio.processes.context.unwell",
            ],
        },
    }
]

# --- Signing in (accounts/entry/) -------------------------------------------------------

_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "studio.accounts.entry.adapters.People"
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Somebody else may be signed in where a link or a passkey is used.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Guesses at passwords are limited by entry/guessing.py; those at a second factor here.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/15m/key"}
MFA_ADAPTER = "studio.accounts.entry.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Mix Studio"
# Clocks of phones are seldom more than half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": None}
_PASSKEYS = "studio.accounts.entry.passkeys"
MFA_FORMS = {
    "add_webauthn": f"{_PASSKEYS}.Add",
    "login_webauthn": f"{_PASSKEYS}.SignIn",
    "authenticate_webauthn": f"{_PASSKEYS}.SecondFactor",
    "reauthenticate_webauthn": f"{_PASSKEYS}.AskAgain",
}
SOCIALACCOUNT_ADAPTER = "studio.accounts.entry.adapters.Identities"
# Redis, for several hosts on one PostgreSQL: what they note for seconds, and tell panels of.
# Whoever waits for it waits half a second at most.
REDIS = env.redis("REDIS_URL")
if REDIS:
    SHORT = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "socket_keepalive": True}
    REDIS["OPTIONS"] |= SHORT
# What allauth counts and must not forget between two processes: used codes, wrong ones. It is never
# Redis', which may be away: guesses would not be counted then.
COUNTED = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "accounts_counted",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {
    "default": COUNTED,
    # What pages show for seconds, and nobody misses.
    "passing": {
        "BACKEND": "studio.redis.Passing",
        "KEY_PREFIX": "mix_studio",
        "LOCATION": REDIS["LOCATION"],
        "OPTIONS": REDIS["OPTIONS"] | {"serializer": "studio.redis.Words"},
    }
    if REDIS
    else COUNTED,
}

# Without a server nothing is sent, and no page offers to; every link is shown instead.
MAIL = env.mail("EMAIL_URL")
globals().update(MAIL)
EMAIL_TIMEOUT = 20
PASSWORD_RESET_TIMEOUT = 3600

# The OpenID provider whose people may come in, all three or none, and what pages call it.
OIDC_URL = env.issuer("STUDIO_OIDC_URL")
OIDC_ID = env.secret("STUDIO_OIDC_ID")
OIDC_SECRET = env.secret("STUDIO_OIDC_SECRET")
OIDC_NAME = env.text("STUDIO_OIDC_NAME", "OpenID")
if len({bool(OIDC_URL), bool(OIDC_ID), bool(OIDC_SECRET)}) > 1:
    names = "STUDIO_OIDC_URL, STUDIO_OIDC_ID and STUDIO_OIDC_SECRET"
    raise Unreadable(names, "given all three, or none")
# Who somebody is, is one provider's word: another's may give the same `sub` to another person.
OIDC_PROVIDER = f"oidc-{hashlib.sha256(OIDC_URL.encode()).hexdigest()[:12]}"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER,
                "name": OIDC_NAME,
                "client_id": OIDC_ID,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}

# --- Database: SQLite unless DATABASE_URL names another ---------------------------------

# Of each process, to PostgreSQL. A job holds one, and whoever renews its lease another.
MOST_CONNECTIONS = env.number("STUDIO_DATABASE_CONNECTIONS", 10, 8, 100)
EMBEDDED = {"ENGINE": "studio.sqlite", "NAME": str(DATA / "studio.sqlite3")}
DATABASES = {"default": env.database("DATABASE_URL", EMBEDDED) | {"CONN_HEALTH_CHECKS": True}}
# A connection outlives the request: to open one takes longer than all that a request asks of it.
if DATABASES["default"]["ENGINE"] == "studio.postgresql":
    # Kept by the process, not by each of its threads: what none has used for a while is closed.
    # Who asks for one while the database is away is told after five seconds; the pool itself pauses
    # longer and longer between its tries, and begins anew with who asks next.
    POOL = {
        "min_size": 0,
        "max_size": MOST_CONNECTIONS,
        "max_idle": 10,
        "timeout": 5,
        "reconnect_timeout": 3,
    }
    # A host that is gone without a word is noticed within half a minute.
    ALIVE = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": 20_000,
        # And by PostgreSQL within six: until then it keeps what that host has locked.
        "options": "-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3"
        " -c tcp_user_timeout=6000",
    }
    DATABASES["default"]["OPTIONS"] = (
        ALIVE | DATABASES["default"].get("OPTIONS", {}) | {"pool": POOL}
    )
if DATABASES["default"]["ENGINE"] == "studio.sqlite":
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Writers queue up for 20 s instead of failing when a reader turns writer.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an operation once recorded must survive a power cut.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;",
        },
    }

# --- Jobs: separate queues, so that a stop never waits behind a slow picture, nor a
# --- picture behind a silent stream ------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["cloud", "media", "streams"],
    }
}

# --- The cloud --------------------------------------------------------------------------

VOLC_ACCESSKEY = env.word("VOLC_ACCESSKEY")
VOLC_SECRETKEY = env.secret("VOLC_SECRETKEY")
if bool(VOLC_ACCESSKEY) != bool(VOLC_SECRETKEY):
    # One without the other would quietly mean the sandbox.
    raise Unreadable("VOLC_ACCESSKEY and VOLC_SECRETKEY", "given both, or neither")
VOLC_LIVE_URL = env.origin("VOLC_LIVE_URL", "https://live.volcengineapi.com")
VOLC_REGION = env.word("VOLC_REGION", "cn-north-1")

# host:port pairs that may be the API address of a cloud although they are not public.
CLOUD_ALLOW = env.pairs("STUDIO_CLOUD_ALLOW")

# --- Pictures: kept in the data folder unless STORAGE_URL names a bucket that hosts share -------

STORAGE = env.storage("STORAGE_URL")


def room_of_pictures(folder: Path) -> dict[str, Any]:
    """An entry of STORAGES: the folder, or what lies below its name in the bucket."""
    if STORAGE:
        options = STORAGE | {"location": folder.name}
        return {"BACKEND": "studio.library.bucket.Bucket", "OPTIONS": options}
    return {"BACKEND": "studio.library.stores.Folder", "OPTIONS": {"location": folder}}


# --- Fetching pictures ------------------------------------------------------------------

# host:port pairs that may be fetched although they are not public (LAN encoders).
FETCH_ALLOW = env.pairs("STUDIO_FETCH_ALLOW")
# How much the pictures of sources and logos may take of the disk together.
FRAMES_BYTES = env.number("STUDIO_FRAMES_MIB", 2048, 1, 2**30) * 2**20
# Demo content, and the small server its pictures and films come from.
DEMO = env.flag("STUDIO_DEMO")
if DEMO:
    FETCH_ALLOW = [*FETCH_ALLOW, f"127.0.0.1:{PICTURES_PORT}"]
# What the cloud fetches although it is private: the sandbox is beside the demo's pictures.
CLOUD_REACHES = frozenset(
    {("127.0.0.1", PICTURES_PORT)} if DEMO and not (VOLC_ACCESSKEY and VOLC_SECRETKEY) else ()
)

# --- Languages, time, static files, logs ------------------------------------------------

# Of browsers that would have neither.
LANGUAGE_CODE = "en"
# Of commands.
TERMINAL_LANGUAGE = (
    env.language("LC_ALL") or env.language("LC_MESSAGES") or env.language("LANG") or "en"
)
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE / "studio" / "locale"]
# What somebody chose in a browser is remembered there; else the browser says what it would have.
LANGUAGE_COOKIE_NAME = f"studio_language_{PORT}"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.time_zone("STUDIO_TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "studio.pages.static.HashedModules"},
    "frames": room_of_pictures(FRAMES),
    "uploads": room_of_pictures(UPLOADS),
}

LOG = env.one_of("STUDIO_LOG", *logs.FORMS)
LOGGING = logs.configuration(LOG)
