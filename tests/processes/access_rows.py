"""Who may ask whether the studio is well, and what it does."""

from tests.access import Row

ROWS = [
    # Without a token in the settings there are none.
    Row(name="metrics", method="GET", role=None, status=404),
    Row(name="healthz", method="GET", role=None, status=200),
    # No worker runs in a test.
    Row(name="readyz", method="GET", role=None, status=503),
]
