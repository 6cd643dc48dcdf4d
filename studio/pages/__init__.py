"""What every page shares: layout, icons, errors, static files and their names."""
