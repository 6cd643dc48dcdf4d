"""What every page of tasks says: of an operation, of how long, and of a click."""
