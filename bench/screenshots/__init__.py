"""The pictures in docs/img/, taken from the running product."""
