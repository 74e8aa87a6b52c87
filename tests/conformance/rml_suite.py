"""Cases of the RML suites: a folder with mapping.ttl, its input and, unless an error is expected, output.nq."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from eulod.errors import EulodError
from eulod.single_mapping import map_document
from tests.shared import shared_folder

CORE = "rml-core"
MULTI = "rml-core-multi"
BASES = {CORE: "http://example.com/", MULTI: "http://example.com/base/"}


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the suite `suite`."""

    suite: str
    folder: Path

    @property
    def name(self) -> str:
        """Its name without what all of them share, as in 0002a-CSV."""
        return self.folder.name.removeprefix("RMLTC")

    @property
    def mapping(self) -> Path:
        return self.folder / "mapping.ttl"

    @property
    def expected(self) -> str | None:
        """The statements that it must make; None where it must end with an error."""
        output = self.folder / "output.nq"
        return output.read_text(encoding="utf-8") if output.exists() else None


def cases(suite: str, form: str) -> list[Case]:
    """The cases of a suite for one format of input, in order; none where there is no shared folder."""
    return [Case(suite, folder) for folder in sorted((shared_folder() / "acceptance" / suite).glob(f"RMLTC*-{form}"))]


def parameters(found: list[Case], known_failures: dict[str, str] | None = None) -> list[object]:
    """The cases as pytest runs them; a known failure, by name with its reason, fails when it passes."""
    reasons = known_failures or {}
    marks = {name: pytest.mark.xfail(reason=reason, strict=True) for name, reason in reasons.items()}
    return [pytest.param(case, id=case.name, marks=marks.get(case.name, ())) for case in found]


def judge(case: Case, errors: dict[str, str], out: Path, *, mapping: Path | None = None) -> None:
    """Run a case with its own mapping, or with `mapping`, and compare: statements as graphs, errors by their code."""
    expected = case.expected
    if expected is None:
        with pytest.raises(EulodError) as error:
            mapped(case, out, mapping)
        assert error.value.code == errors[case.name]
        assert error.value.place is not None
        assert error.value.help
        return
    made = mapped(case, out, mapping)
    comparable = canonical if _is_rdf(expected) else sorted_lines
    assert comparable(made) == comparable(expected)


def mapped(case: Case, out: Path, mapping: Path | None = None) -> str:
    """The N-Quads that the case's input makes."""
    target = out / "out.nq"
    map_document(mapping or case.mapping, target, input=case.folder, base=BASES[case.suite])
    return target.read_text(encoding="utf-8")


def canonical(nquads: str) -> list[str]:
    """Quads with their blank nodes named by their place in the graph."""
    dataset = ox.Dataset(ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def sorted_lines(nquads: str) -> list[str]:
    """The lines, for statements whose IRIs no parser accepts."""
    return sorted(line.strip() for line in nquads.splitlines() if line.strip())


def _is_rdf(nquads: str) -> bool:
    parse: Callable[..., object] = ox.parse
    try:
        list(parse(nquads.encode(), format=ox.RdfFormat.N_QUADS))  # type: ignore[call-overload]
    except SyntaxError:
        return False
    return True
