"""What is done to a connection: each change with its entry in the audit log, in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from studio.accounts.models import Workspace
from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry
from studio.mixes.clouds import configured
from studio.mixes.clouds.addresses import leads_outside
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import Account, MixTask, Operation, Rank
from studio.mixes.models.states import MOVING, State
from studio.mixes.words.connections import tested
from studio.pages.versions import StaleVersion
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import CloudError, Refused, Unreachable
from studio.volcengine.proxy import BadProxy, proxy_for

# A person waits for the answer, and is not kept waiting by pushes that come and come.
TEST_SECONDS = 8.0
LOOKS = ("name", "colour", "open_to")


class InUse(Exception):
    """Tasks live there, or nobody knows whether they do."""


def code_of(credentials: Credentials, account: int) -> str:
    """What went wrong with a List, by its code; "" where there was an answer."""
    try:
        is_direct = not credentials.sandbox and proxy_for(credentials) is None
        if is_direct and not leads_outside(credentials.url):
            return "not_public"
        configured.client(credentials, account, TEST_SECONDS, Rank.TAKE).list(size=1)
    except Refused as error:
        return error.code[:80]
    except (Unreachable, BadProxy):
        return "unreachable"
    except CloudError:
        return "unclear"
    return ""


def try_it(connection: Connection) -> str:
    """Ask for a list, and put on record what came of it, as a code."""
    try:
        code = code_of(connection.credentials(), connection.account_id)
    except Unreachable:
        code = "unreachable"
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(tested_at=timezone.now(), tested=code)
        outcome = Outcome.FAILED if code else Outcome.DONE
        with override("en"):
            record(Act.CONNECTION_TESTED, connection, tested(code), outcome)
    return code


def add(workspace: Workspace, values: dict[str, Any]) -> tuple[Connection | None, str]:
    """The new row; or None, and the code of what its keys met with."""
    keys = {name: values.pop(name) for name in ("access_key", "secret_key")}
    account = Connection.objects.account_of(values["url"], keys["access_key"])
    code = code_of(Credentials(url=values["url"], region=values["region"], **keys), account.pk)
    if code:
        Account.objects.filter(pk=account.pk, connections=None).delete()
        return None, code
    row = Connection(workspace=workspace, account=account, tested_at=timezone.now(), **values)
    row.put_keys(**keys)
    with transaction.atomic():
        row.save(force_insert=True)
        record(Act.CONNECTION_ADDED, row, f"{row.label}, {row.region}")
    return row, ""


def change(connection: Connection, version: int, values: dict[str, str]) -> None:
    """Raises StaleVersion."""
    told = []
    for name in LOOKS:
        before = shown(connection, name)
        setattr(connection, name, values[name])
        if before != shown(connection, name):
            told.append(f"{before} → {shown(connection, name)}")
    with transaction.atomic():
        save(connection, version, *LOOKS)
        record(Act.CONNECTION_CHANGED, connection, "; ".join(told))


def shown(connection: Connection, name: str) -> str:
    """As the log has it, in its one language."""
    with override("en"):
        return str(
            connection.name if name == "name" else getattr(connection, f"get_{name}_display")()
        )


def replace_keys(connection: Connection, version: int, access_key: str, secret_key: str) -> str:
    """Have it sign with these from now on, if they are let in; else the code of why not.

    What is under way goes on with the client it has; what is refused for the old keys' sake reads
    the row and is sent with these. Raises StaleVersion.
    """
    credentials = Credentials(
        access_key=access_key,
        secret_key=secret_key,
        url=connection.url,
        region=connection.region,
    )
    if code := code_of(credentials, connection.account_id):
        return code
    before = connection.shown_key
    connection.put_keys(access_key, secret_key)
    connection.tested_at, connection.tested = timezone.now(), ""
    with transaction.atomic():
        connection.join_account(access_key)
        columns = ("access_key", "secret_key", "fingerprint", "tested_at", "tested", "account")
        save(connection, version, *columns)
        record(Act.KEYS_REPLACED, connection, f"{before or '–'} → {connection.fingerprint}")
    return ""


def delete(connection: Connection, version: int) -> None:
    """Its tasks keep it, without keys. Raises InUse and StaleVersion."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        if is_in_use(connection):
            raise InUse
        connection.forget_keys()
        connection.deleted_at = timezone.now()
        save(connection, version, "access_key", "secret_key", "deleted_at")
        record(Act.CONNECTION_DELETED, connection, connection.label)


def is_in_use(connection: Connection) -> bool:
    unsettled = Operation.objects.filter(cloud=connection, state__in=[*MOVING, State.UNKNOWN])
    return MixTask.objects.filter(cloud=connection).known().exists() or unsettled.exists()


def save(connection: Connection, version: int, *columns: str) -> None:
    """Write these, if it still is as a page of this version showed it. Raises StaleVersion."""
    values = {name: getattr(connection, name) for name in columns}
    rows = Connection.objects.kept().filter(pk=connection.pk, version=version)
    if not rows.update(version=version + 1, **values):
        raise StaleVersion
    connection.version = version + 1


def record(
    act: Act, connection: Connection, difference: str, outcome: Outcome = Outcome.DONE
) -> None:
    Entry.objects.record(
        act,
        workspace=connection.workspace,
        thing=connection,
        name=connection.name,
        difference=difference,
        outcome=outcome,
    )
