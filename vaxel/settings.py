"""Every setting of the product. What differs per installation comes from the environment:

VAXEL_DATA (folder of the database, secret and files), VAXEL_DATABASE (postgres://… or empty for SQLite),
VAXEL_DEBUG, VAXEL_HOSTS, VAXEL_PROXIES (how many of our own proxies stand before the server),
VAXEL_PRACTICE_URL and VAXEL_LIVE_URL (behind a proxy: where the practice shop and the shop are found),
VAXEL_CONTRACTS (others' contract documents, used by tests and the simulators alone; `shared/data` beside the project
where it is not set).
"""

import contextlib
import os
import secrets
from pathlib import Path

from vaxel.kernel.db.urls import database_settings

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("VAXEL_DATA") or ROOT / "data").resolve()
DATA.mkdir(parents=True, exist_ok=True)
# The practice shop: the same screens on made-up data, in a process and a folder of its own (decision 22).
PRACTICE = os.environ.get("VAXEL_PRACTICE") == "1"
_elsewhere = os.environ.get("VAXEL_DATABASE", "").removeprefix("sqlite://")
if PRACTICE and (DATA.name != "practice" or (_elsewhere and Path(_elsewhere).parent != DATA)):
    raise RuntimeError("the practice shop has its own folder and database, and never opens the shop's")
PRACTICE_PORT = int(os.environ.get("VAXEL_PRACTICE_PORT") or 0)
PRACTICE_URL = os.environ.get("VAXEL_PRACTICE_URL", "")
LIVE_URL = os.environ.get("VAXEL_LIVE_URL", "")
LIVE_PORT = int(os.environ.get("VAXEL_LIVE_PORT") or 0)
_COOKIES = "practice_" if PRACTICE else ""  # both shops may be open in one browser, at one address
DEBUG = os.environ.get("VAXEL_DEBUG") == "1"


def _secret() -> str:
    """The installation's own secret, made at first start and kept beside the database."""
    path = DATA / "secret"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


SECRET_KEY = os.environ.get("VAXEL_SECRET") or _secret()
ALLOWED_HOSTS = [host for host in os.environ.get("VAXEL_HOSTS", "*").split(",") if host]

# Addresses end without a slash, so an included one begins with it.
SILENCED_SYSTEM_CHECKS = ["urls.W002"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "vaxel.kernel",
    "vaxel.business.locations",
    "vaxel.business.parties",
    "vaxel.business.accounting",
    "vaxel.business.vehicles",
    "vaxel.business.catalog",
    "vaxel.business.stock",
    "vaxel.business.purchasing",
    "vaxel.business.tickets",
    "vaxel.business.messaging",
    "vaxel.business.inspections",
    "vaxel.business.billing",
    "vaxel.business.payments",
    "vaxel.business.service",
    "vaxel.business.schedule",
    "vaxel.business.presence",
    "vaxel.business.exports",
    "vaxel.business.tyres",
    "vaxel.readers.reports",
    "vaxel.doors",
]

MIDDLEWARE = [
    "vaxel.doors.api.door.ApiDoor",
    "vaxel.doors.live.door.LiveDoor",
    "vaxel.doors.sync.door.SyncDoor",
    "django.middleware.gzip.GZipMiddleware",
    "vaxel.doors.auth.middleware.keeps_cookies_to_https",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "vaxel.doors.auth.middleware.knows_who_asks",
    "vaxel.doors.refusing.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "vaxel.urls"
WSGI_APPLICATION = "vaxel.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "vaxel" / "doors"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "vaxel.doors.office.frame.frame",
            ],
        },
    },
]

FORM_RENDERER = "vaxel.doors.forms.Renderer"
# Notices survive a redirect in a signed cookie; levels are the kinds of parts/strip.html.
MESSAGE_STORAGE = "vaxel.doors.notices.Notices"
NOTICE_COOKIE_NAME = f"{_COOKIES}notices"
MESSAGE_TAGS = {20: "note", 25: "good", 30: "warn", 40: "bad"}

DATABASES = {"default": database_settings(os.environ.get("VAXEL_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["vaxel.business.locations.hashing.StaffHasher"]
AUTH_USER_MODEL = "locations.Staff"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = f"{_COOKIES}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIES}csrftoken"
DEVICE_COOKIE_NAME = f"{_COOKIES}device"
SESSION_COOKIE_AGE = 16 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
# How many proxies of our own stand before the server: they say who asked, and whether by HTTPS.
PROXIES = int(os.environ.get("VAXEL_PROXIES") or 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "vaxel" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("fonts", ROOT / "vaxel" / "doors" / "papers" / "fonts")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "vaxel.doors.static_files.HashedFiles"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what a client got wrong is the client's to know
    },
}

# Which vehicle register answers for a plate: a dotted path, or empty for none.
PLATE_LOOKUP = os.environ.get("VAXEL_PLATE_LOOKUP", "")

# What leads from a supplier's connection to its system, what hands letters over, and the paper of an order:
# dotted paths; in a demonstration, suppliers that are not there. Without a mailer a person sends the paper and says so.
SUPPLIER_CATALOGS = os.environ.get("VAXEL_SUPPLIER_CATALOGS", "vaxel.links.suppliers.connections.open_named")
FAKE_SUPPLIERS = os.environ.get("VAXEL_FAKE_SUPPLIERS") == "1"
ORDER_MAILER = os.environ.get("VAXEL_ORDER_MAILER", "")
ORDER_LETTER = "vaxel.doors.papers.purchase_orders.letter"

# Who carries messages to customers: dotted paths, or empty where people send from their own phone. In a
# demonstration and in the practice shop nothing leaves the house. PUBLIC_URL: where the shop is reached from
# outside, by customers with a link of ours and by the receipts of carriers.
SMS_CARRIER = os.environ.get("VAXEL_SMS_CARRIER", "")
MAIL_CARRIER = os.environ.get("VAXEL_MAIL_CARRIER", "")
METRICS_TOKEN = os.environ.get("VAXEL_METRICS_TOKEN", "")  # what a monitor must show to read /metrics

# Accounting systems that are spoken to. The pauses between requests are 80 % of what the makers said in November 2026
# (25 in 5 s, 500 a minute, 60 a minute): look again when they change them.
ACCOUNTING_LINKS = {
    "fortnox": "vaxel.links.accounting.fortnox.Fortnox",
    "quickbooks": "vaxel.links.accounting.quickbooks.QuickBooks",
    "xero": "vaxel.links.accounting.xero.Xero",
}
ACCOUNTING_PAUSE_MS = {"fortnox": 250, "quickbooks": 150, "xero": 1250}
ACCOUNTING_URLS: dict[str, str] = {}  # other addresses of theirs, for trials against a fake: name → base

FAKE_MESSAGES = os.environ.get("VAXEL_FAKE_MESSAGES") == "1"
PUBLIC_URL = os.environ.get("VAXEL_PUBLIC_URL", "").rstrip("/")
SMS_URL = os.environ.get("VAXEL_SMS_URL", "https://api.46elks.com")
SMS_USER = os.environ.get("VAXEL_SMS_USER", "")
SMS_PASSWORD = os.environ.get("VAXEL_SMS_PASSWORD", "")
SMS_FROM = os.environ.get("VAXEL_SMS_FROM", "Vaxel")
_MAIL_PORT = int(os.environ.get("VAXEL_MAIL_PORT") or 587)
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("VAXEL_MAIL_HOST", "localhost"),
            "port": _MAIL_PORT,
            "username": os.environ.get("VAXEL_MAIL_USER", ""),
            "password": os.environ.get("VAXEL_MAIL_PASSWORD", ""),
            "use_tls": _MAIL_PORT == 587,
            "use_ssl": _MAIL_PORT == 465,
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("VAXEL_MAIL_FROM", "")

# The receipt printer: the dotted path of a function that gives it, or empty where people print from the browser; and
# what makes a document's bytes for it.
PRINTER = os.environ.get("VAXEL_PRINTER", "")
PRINT_FORM = "vaxel.doors.papers.pdfs.receipt"

# Stripe: the secret key itself or the file that holds it, the address of its API (another one in a demonstration), and
# the secret that its webhooks are signed with.
STRIPE_KEY = os.environ.get("VAXEL_STRIPE_KEY", "")
STRIPE_KEY_FILE = Path(os.environ.get("VAXEL_STRIPE_KEY_FILE") or DATA / "stripe_key")
STRIPE_API = os.environ.get("VAXEL_STRIPE_API", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("VAXEL_STRIPE_WEBHOOK_SECRET", "")
STRIPE_READERS_PAGE = os.environ.get("VAXEL_STRIPE_READERS_PAGE", "")
_STRIPE = bool(STRIPE_KEY) or STRIPE_KEY_FILE.exists()
# Without an account there is no terminal of ours: cards are taken on the shop's own and written down by hand.
CARD_TERMINAL = "vaxel.links.stripe.terminal.StripeTerminal" if _STRIPE else ""

TASKS = {"default": {"BACKEND": "vaxel.kernel.tasks.DatabaseBackend", "QUEUES": ["default", "long"]}}

# How long a repeated key may wait for its first call before it is told to try again (F-4).
ONCE_WAIT_S = 10.0

# argon2id: rounds, memory in KiB, lanes. About 20 ms and 19 MiB a log-in, so that many at once fit in memory.
ARGON2_COST = (2, 19_456, 1)
# Of the hash by which a till knows a PIN without the server: about 0.2 s in a browser, once a log-in.
TILL_PIN_ROUNDS = 600_000
