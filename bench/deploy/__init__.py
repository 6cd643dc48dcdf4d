"""The page about servers, carried out on a Debian of its own."""
