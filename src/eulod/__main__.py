"""`python -m eulod`: the command line."""

from __future__ import annotations

from eulod.cli import main

if __name__ == "__main__":
    main()
