"""Who may see the stills and uploads."""

from studio.accounts.models import Role
from studio.library.models import Upload
from tests import builders
from tests.access import Row
from tests.builders import Cast


def still(cast: Cast) -> tuple[object, str]:
    frame = builders.frame(cast.workspace)
    return frame.pk, "png"


def given(cast: Cast) -> tuple[object, str]:
    return Upload.objects.take(cast.workspace, cast.editor, builders.png()).pk, "png"


def public(cast: Cast) -> tuple[object, ...]:
    return Upload.objects.take(cast.workspace, cast.editor, builders.png()).key, "logo", "png"


ROWS = [
    Row(name="frame", method="GET", role=Role.VIEWER, status=200, args=still),
    Row(name="upload", method="GET", role=Role.VIEWER, status=200, args=given),
    # Whoever knows the address, as the cloud does.
    Row(name="public-upload", method="GET", role=None, status=200, args=public),
]
