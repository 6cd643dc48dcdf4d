"""A bad day on purpose: the sandbox told to go wrong, so that a crew has seen it before air."""
