"""The official suites of RML, run from the shared folder and never copied."""
