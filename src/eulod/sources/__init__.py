"""Logical sources: one file per format, each giving an Ibis table of records whose values are text."""
