"""Sources that the build puts into a package whose methods are loaded late. They run on boards, not here."""
