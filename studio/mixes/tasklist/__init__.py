"""The list of tasks: which are shown, in which groups, and what a row says."""
