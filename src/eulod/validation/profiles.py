"""Profiles: which shapes apply to which kind of source.

`profiles.ttl` in the shapes folder lists the shapes of each profile, and which profile it builds on. What a set of
profiles leaves out is switched off with sh:deactivated rather than cut away, so that any SHACL processor reads it
the same way.

Source: https://www.w3.org/TR/dx-prof/, https://www.w3.org/TR/shacl/#deactivated
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, PROF, RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from eulod.errors import NoShapes, UnknownProfile
from eulod.validation.shapes_graph import read_shapes


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """A named set of shapes, those of the profiles that it builds on included."""

    name: str
    iri: URIRef
    shapes: frozenset[Node]


def shapes_files(folder: Path) -> tuple[Path, ...]:
    """The Turtle files of a shapes folder, sorted.

    Raises NoShapes when it holds none.
    """
    found = tuple(sorted(folder.glob("*.ttl")))
    if not found:
        raise NoShapes(f"{folder} holds no .ttl file", help="name the folder that holds the shapes")
    return found


def profiles_of(shapes: Graph) -> tuple[Profile, ...]:
    """The profiles that a shapes graph declares, sorted by name.

    >>> profiles_of(Graph())
    ()
    """
    declared = (profile for profile in shapes.subjects(RDF.type, PROF.Profile) if isinstance(profile, URIRef))
    return tuple(sorted(_profile(shapes, profile) for profile in declared))


def read_profiles(names: Iterable[str], *, folder: Path) -> Graph:
    """The shapes graph of a folder in which only the shapes of the named profiles are active.

    A profile brings those it builds on, and a shape of no profile is always active; with no name at all only those are.
    Raises UnknownProfile when the folder declares no profile of that name, NoShapes when it holds no shapes, and what
    `read_shapes` raises.
    """
    graph = read_shapes(shapes_files(folder))
    known = {profile.name: profile for profile in profiles_of(graph)}
    wanted = [_known(name, known) for name in names]
    active = frozenset[Node]().union(*(profile.shapes for profile in wanted))
    for shape in frozenset[Node]().union(*(profile.shapes for profile in known.values())) - active:
        graph.add((shape, SH.deactivated, Literal("true", datatype=XSD.boolean)))
    return graph


def _profile(shapes: Graph, profile: URIRef) -> Profile:
    bases = shapes.transitive_objects(profile, PROF.isProfileOf)
    parts = frozenset(shape for base in bases for shape in shapes.objects(base, DCTERMS.hasPart))
    return Profile(str(shapes.value(profile, DCTERMS.identifier)), profile, parts)


def _known(name: str, known: dict[str, Profile]) -> Profile:
    if name not in known:
        raise UnknownProfile(f"no profile '{name}'; there is {', '.join(sorted(known))}", help="choose one of these")
    return known[name]
