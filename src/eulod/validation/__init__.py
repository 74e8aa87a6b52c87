"""Checking a data graph against a shapes graph."""
