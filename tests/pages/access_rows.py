"""Who may do what at the front door."""

from studio.accounts.models import Role
from tests.access import Row

ROWS = [Row(name="home", method="GET", role=Role.VIEWER, status=302)]
