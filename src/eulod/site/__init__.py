"""The static site: every page and document of a release as files, for any web space and for no server at all."""
