"""Django's PostgreSQL, with a pool that spares each request a question."""

from __future__ import annotations

import select

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    # Of Django's class, shared by all threads of the process; its stubs don't tell.
    _connection_pools: dict[str, ConnectionPool]

    @property
    def pool(self) -> ConnectionPool | None:
        """As Django's, but for `check`: its own is a question, one of five that a save takes."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        if self.alias not in self._connection_pools:
            pool = ConnectionPool(
                kwargs=self.get_connection_params() | {"autocommit": True},
                open=False,
                configure=self._configure_connection,  # type: ignore[attr-defined]  # not in the stubs
                check=self.refuse_closed,
                **options,
            )
            self._connection_pools.setdefault(self.alias, pool)
        return self._connection_pools[self.alias]

    def refuse_closed(self, connection: Connection) -> None:
        """Raises OperationalError for a connection that PostgreSQL has closed. One that was cut off
        looks open: whoever asks something by it is told after `tcp_user_timeout`.
        """
        if is_left(connection):
            connection.close()
            # The others were left, too: the pool would look at one after the other, and wait longer
            # and longer in between.
            self._connection_pools[self.alias].drain()
            raise OperationalError("closed by the server")


def is_left(connection: Connection) -> bool:
    """Whether there is something to be read, although nobody has asked: that is a farewell."""
    told = select.poll()
    told.register(connection.fileno(), select.POLLIN)
    return bool(told.poll(0))
