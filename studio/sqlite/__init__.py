"""SQLite as a database for a single machine: Django's own, with what writers at once need."""
