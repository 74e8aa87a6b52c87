"""The competency questions that come with eulod: a query each, asked in several languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from eulod.browsing.model import Label

_ASKED = re.compile(r"# ([a-z]{2}): (.+)")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its number, the key of its file name, its wording by language, its remarks and its query."""

    number: int
    key: str
    wordings: tuple[Label, ...]
    remarks: str
    query: str


def read_questions(folder: Path) -> tuple[Question, ...]:
    """The questions of a folder of `NN-key.rq`, by number."""
    return tuple(_question(path) for path in sorted(folder.glob("[0-9]*-*.rq")))


def _question(path: Path) -> Question:
    number, _, key = path.stem.partition("-")
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    wordings = tuple(Label(found[2], found[1]) for line in head if (found := _ASKED.fullmatch(line)))
    remarks = " ".join(line.removeprefix("#").strip() for line in head if not _ASKED.fullmatch(line)).strip()
    query = "\n".join(lines[len(head) :]).strip() + "\n"
    return Question(int(number), key, wordings, remarks, query)
