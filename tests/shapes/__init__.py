"""The shapes folder: every shape on its own cases, and all of them together."""
