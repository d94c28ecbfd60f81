"""The map of routes."""
