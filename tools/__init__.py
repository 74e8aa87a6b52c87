"""Programs that keep generated files of the repository current; not part of the installed package."""
