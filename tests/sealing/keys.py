"""Keys to seal with, the same in every process that runs tests."""

# A key is any 32 bytes: these are spelt so that what is written of one is seen (tests/canaries.py).
OLD, NEW, LOST = (f"CANARY{word}".ljust(43, "A") + "=" for word in ("old", "new", "lost"))
