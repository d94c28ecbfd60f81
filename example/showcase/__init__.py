"""What demo.py is made of, beside the examples: a board, settings, pages, and static files."""
