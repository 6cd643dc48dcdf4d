"""The product's settings on a data folder of the test run's own."""

import os
import tempfile
from pathlib import Path

# One folder per process: xdist's workers never share a file.
_folder = Path(tempfile.mkdtemp(prefix="mix-studio-tests-"))
os.environ["STUDIO_DATA"] = str(_folder)
for _name in (
    "VOLC_ACCESSKEY",
    "VOLC_SECRETKEY",
    "VOLC_LIVE_URL",
    "STUDIO_DEMO",
    "STUDIO_PUBLIC_URL",
    "STUDIO_OIDC_URL",
    "STUDIO_OIDC_ID",
    "STUDIO_OIDC_SECRET",
    "EMAIL_URL",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "SENTRY_DSN",
):
    os.environ.pop(_name, None)
# Whatever the terminal speaks that runs the tests, what they start speaks English.
os.environ["LC_ALL"] = "C.UTF-8"
# The engines that the suite has; what tests start has those alone that they name to it.
_engines = ("DATABASE_URL", "REDIS_URL", "STORAGE_URL")
for _name in _engines:
    os.environ[_name] = os.environ.get(f"TEST_{_name}", "")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
if os.environ["REDIS_URL"]:
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{_worker}"

from studio.settings import *  # noqa: E402, F403
from studio.settings import DATABASES, STORAGE, STORAGES  # noqa: E402

for _name in _engines:
    del os.environ[_name]
if STORAGE:
    for _room in ("frames", "uploads"):
        STORAGES[_room]["OPTIONS"]["location"] = f"{_worker}/{_room}"

# What a power cut takes from a test nobody misses: no commit waits for the disk.
if DATABASES["default"]["ENGINE"] == "studio.sqlite":
    # A file, as in life: the live server's threads and the test share it.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"] |= {"options": "-c synchronous_commit=off"}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
