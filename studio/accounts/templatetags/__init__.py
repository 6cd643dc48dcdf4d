"""What templates may ask of people and workspaces."""
