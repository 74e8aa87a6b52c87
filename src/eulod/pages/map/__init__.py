"""A map of places as SVG: outlines of our own making, no tile server, no script."""
