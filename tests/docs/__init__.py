"""The documentation's commands, run."""
