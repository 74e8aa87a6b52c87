"""A dataset to start from: a commented eulod.toml, a mapping and a small spreadsheet that it fits."""

from __future__ import annotations

from pathlib import Path

from eulod.errors import ConfigurationError, Place

STARTER = Path(__file__).parent / "starter"
PLACEHOLDER = "https://data.example.org/"
_FILES = ("eulod.toml", "data/projects.csv", "mappings/projects/mapping.yml")


class WouldOverwrite(ConfigurationError):
    """A folder that a dataset should be started in holds one of its files already."""

    code = "C006"


class WrongBase(ConfigurationError):
    """A base IRI cannot be used."""

    code = "C007"


def start_dataset(folder: Path, *, base: str = PLACEHOLDER) -> tuple[Path, ...]:
    """Write the starter files into `folder` and give their paths; nothing that is there is touched.

    Raises WouldOverwrite, or WrongBase when `base` is no http or https IRI that ends in a slash.
    """
    if not base.startswith(("http://", "https://")) or not base.endswith("/") or any(c in base for c in ' "<>\\'):
        help = f"give an http or https IRI that ends in /, such as {PLACEHOLDER}"
        raise WrongBase(f"'{base}' is no base IRI", help=help)
    written = tuple(folder / name for name in _FILES)
    for path in written:
        if path.exists():
            problem = "it is there already; nothing was written"
            raise WouldOverwrite(problem, place=Place(str(path)), help="name an empty folder, or move the file away")
    for name, path in zip(_FILES, written, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (STARTER / name).read_text(encoding="utf-8").replace("@BASE@", base)
        path.write_text(text, encoding="utf-8", newline="\n")
    return written
