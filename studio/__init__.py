"""Mix Studio: each folder is a room of one subject; who may import whom is in pyproject.toml."""
