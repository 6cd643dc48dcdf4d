"""The push dialog: what would go on air, where to, and every reason why it can't."""
