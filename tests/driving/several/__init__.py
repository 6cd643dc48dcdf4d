"""A studio on several hosts, and what they have in common."""
