"""A whole control room at work: how soon it is answered, and what that costs."""
