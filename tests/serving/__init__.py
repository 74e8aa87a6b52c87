"""The server, alive on loopback."""
