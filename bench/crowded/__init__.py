"""Very many tasks at many accounts: how often each is asked about, and how soon a push is sent."""
