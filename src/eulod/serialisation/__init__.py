"""Dumps: statements written as text, sorted, streaming, and read back by other parsers."""
