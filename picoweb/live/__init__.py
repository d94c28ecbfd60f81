"""Pages that stay up to date: server-sent events, for one client and for all who listen."""
