"""Who may see the stills."""

from studio.accounts.models import Role
from tests import builders
from tests.access import Row
from tests.builders import Cast


def still(cast: Cast) -> tuple[object, str]:
    frame = builders.frame(cast.workspace)
    return frame.pk, "png"


ROWS = [Row(name="frame", method="GET", role=Role.VIEWER, status=200, args=still)]
