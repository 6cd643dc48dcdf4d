"""`python -m tests.accounts.provider PORT CALLBACK`: the provider, until it is told to end."""

from __future__ import annotations

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

from tests.accounts.provider.running import ID, PEOPLE, SECRET


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


def set_up(callback: str) -> None:
    from django.contrib.auth.models import User  # noqa: PLC0415  # apps first
    from django.core.management import call_command  # noqa: PLC0415
    from oauth2_provider.models import Application  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create(username=name, email=f"{name}@example.com")
    Application.objects.create(
        client_id=ID,
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=callback,
        skip_authorization=True,
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.provider.settings"
    django.setup()
    port, callback = sys.argv[1:]
    set_up(callback)
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", int(port), get_wsgi_application(), Server, Quiet)
    server.serve_forever()
