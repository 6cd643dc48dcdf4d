"""What templates may ask of the help."""
