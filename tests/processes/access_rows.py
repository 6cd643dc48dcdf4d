"""Who may ask whether the studio is well."""

from tests.access import Row

ROWS = [
    Row(name="healthz", method="GET", role=None, status=200),
    # No worker runs in a test.
    Row(name="readyz", method="GET", role=None, status=503),
]
