"""Only for computers."""
