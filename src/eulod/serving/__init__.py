"""A release over HTTP."""
