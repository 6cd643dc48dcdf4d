"""What was done on air: its page, its filter, and its files."""
