"""Starts the provider for as long as a test needs it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.driving.processes import ROOT, free_ports, is_listening, wait_for

ID, SECRET = "studio", "the studio's CANARY at its provider"
PEOPLE = ("ada", "bo")


@contextmanager
def running_provider(callback: str) -> Iterator[str]:
    """Its issuer: people come back from there to `callback`."""
    port = free_ports(1)
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.accounts.provider", str(port), callback],
            cwd=ROOT,
            env=os.environ | {"PROVIDER_FOLDER": folder},
        )
        try:
            wait_for(lambda: is_listening(port), "the provider answers")
            yield f"http://127.0.0.1:{port}/o"
        finally:
            process.terminate()
            process.wait(20)


def providers(issuer: str, provider_id: str) -> dict[str, Any]:
    """As settings.py makes it of STUDIO_OIDC_URL, _ID and _SECRET."""
    app = {
        "provider_id": provider_id,
        "name": "House",
        "client_id": ID,
        "secret": SECRET,
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
