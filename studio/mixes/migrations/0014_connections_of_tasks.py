"""Gives each workspace its sandbox, and each task and operation the connection its `cloud` named.

That was "sandbox", or the host, the port and the hash of the access key: `host:443 …0123abcd`.
"""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

PORTS = {"http": 80, "https": 443}


def connect(apps, _schema_editor):
    for workspace in apps.get_model("accounts", "Workspace").objects.order_by("pk"):
        connection_of(apps, workspace.pk, "sandbox")
    models = [apps.get_model("mixes", name) for name in ("MixTask", "Operation")]
    for model in models:
        used = model.objects.order_by().values_list("workspace", "cloud").distinct()
        for workspace, cloud in list(used):
            rows = model.objects.filter(workspace=workspace, cloud=cloud)
            rows.update(connection=connection_of(apps, workspace, cloud))


def connection_of(apps, workspace, cloud):
    """The sandbox is each workspace's own. A paid cloud was the whole studio's: it becomes the
    first workspace's, so that what runs there can be asked about and stopped as before.
    """
    Connection = apps.get_model("mixes", "Connection")
    if cloud == "sandbox":
        wanted, values = {"workspace_id": workspace, "kind": "sandbox"}, {"name": "Sandbox"}
    else:
        first = apps.get_model("accounts", "Workspace").objects.order_by("pk").first()
        wanted = {"workspace": first} | paid(cloud)
        values = {"region": settings.VOLC_REGION}
    known = Connection.objects.filter(**wanted).first()
    return known or Connection.objects.create(**wanted, **values, account=account_of(apps, wanted))


def paid(cloud):
    if cloud == of_environment():
        return {
            "kind": "volcengine",
            "name": "Volcengine",
            "url": settings.VOLC_LIVE_URL,
            "from_environment": True,
        }
    address, _, fingerprint = cloud.partition(" ")
    kind = "byteplus" if "byteplus" in address else "volcengine"
    url = "https://" + address.removesuffix(":443")
    return {"kind": kind, "name": cloud[:60], "url": url, "fingerprint": fingerprint[:16]}


def of_environment():
    """What tasks of the environment's keys say; None without keys."""
    if not (settings.VOLC_ACCESSKEY and settings.VOLC_SECRETKEY):
        return None
    parts = urlsplit(settings.VOLC_LIVE_URL)
    digest = hashlib.sha256(settings.VOLC_ACCESSKEY.encode()).hexdigest()[:8]
    return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]} …{digest}"


def account_of(apps, wanted):
    """All sandboxes are one; of any other nobody knows."""
    sandbox = apps.get_model("mixes", "Connection").objects.filter(kind="sandbox").first()
    if wanted["kind"] == "sandbox" and sandbox:
        return sandbox.account
    return apps.get_model("mixes", "Account").objects.create()


def disconnect(apps, _schema_editor):
    models = [apps.get_model("mixes", name) for name in ("MixTask", "Operation")]
    for connection in apps.get_model("mixes", "Connection").objects.all():
        for model in models:
            model.objects.filter(connection=connection).update(cloud=word_of(connection)[:120])


def word_of(connection):
    if connection.kind == "sandbox":
        return "sandbox"
    if connection.from_environment and connection.url == settings.VOLC_LIVE_URL:
        return of_environment() or connection.name
    parts = urlsplit(connection.url)
    address = f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"
    return f"{address} {connection.fingerprint}"


class Migration(migrations.Migration):
    dependencies = [("mixes", "0013_connections")]

    operations = [migrations.RunPython(connect, disconnect, elidable=True)]
