"""Write ontology/alignments.ttl from the mappings in ontology/alignments.sssom.tsv, their one source.

`python -m tools.alignments` writes the file; a test tells when it was forgotten.

Source: https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ONTOLOGY = Path(__file__).parents[1] / "ontology"

# The names of SSSOM for what a mapped term is, and the type that declares it.
DECLARED_AS = {
    "owl class": "owl:Class",
    "owl data property": "owl:DatatypeProperty",
    "owl object property": "owl:ObjectProperty",
    "rdf property": "rdf:Property",
    "rdfs class": "rdfs:Class",
}
MODULE_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class MappingSet:
    """An SSSOM mapping set: its metadata and its rows, each a column-to-text mapping in the order of the file."""

    metadata: dict[str, Any]
    rows: tuple[dict[str, str], ...]


def read_mapping_set(text: str) -> MappingSet:
    """Read SSSOM/TSV text whose metadata stands as YAML in the comment lines at its head."""
    lines = text.splitlines()
    head = [line.removeprefix("#") for line in lines if line.startswith("#")]
    body = [line for line in lines if not line.startswith("#")]
    metadata = yaml.load("\n".join(head), Loader=yaml.BaseLoader)
    return MappingSet(metadata, tuple(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE)))


def alignments_turtle(mappings: MappingSet) -> str:
    """Give the mapping set as an ontology module in Turtle: header, declarations, then one triple per row."""
    parts = [
        "# Made from alignments.sssom.tsv by `python -m tools.alignments`: change that file, not this one.\n",
        _prefixes(mappings),
        _header(mappings.metadata),
        "# Annotation properties here, for with the semantics of SKOS they would make every aligned term a concept.\n",
        _lines(f"{p} a owl:AnnotationProperty ." for p in {row["predicate_id"] for row in mappings.rows}),
        _lines(f"{row['object_id']} a {DECLARED_AS[row['object_type']]} ." for row in mappings.rows),
        _lines(f"{row['subject_id']} {row['predicate_id']} {row['object_id']} ." for row in mappings.rows),
    ]
    return "\n".join(parts)


def _prefixes(mappings: MappingSet) -> str:
    used = {row[column].partition(":")[0] for row in mappings.rows for column in ("object_id", "predicate_id")}
    curies = {prefix: iri for prefix, iri in mappings.metadata["curie_map"].items() if prefix in {*used, "eulod"}}
    return _lines(f"@prefix {prefix}: <{iri}> ." for prefix, iri in {**MODULE_PREFIXES, **curies}.items())


def _header(metadata: dict[str, Any]) -> str:
    creators = " , ".join(f"<{_expand(creator, metadata)}>" for creator in metadata["creator_id"])
    return (
        f"<{metadata['mapping_set_id']}> a owl:Ontology ;\n"
        f'    dcterms:title "{metadata["mapping_set_title"]}"@en ;\n'
        f'    dcterms:description "{metadata["mapping_set_description"]}"@en ;\n'
        f"    dcterms:license <{metadata['license']}> ;\n"
        f"    dcterms:creator {creators} ;\n"
        f'    dcterms:modified "{metadata["mapping_date"]}"^^xsd:date ;\n'
        "    owl:imports <https://w3id.org/eulod/ns> ;\n"
        f"    owl:versionIRI <{metadata['mapping_set_id']}/{metadata['mapping_set_version']}> ;\n"
        f'    owl:versionInfo "{metadata["mapping_set_version"]}" .\n'
    )


def _expand(curie: str, metadata: dict[str, Any]) -> str:
    prefix, _, local = curie.partition(":")
    return f"{metadata['curie_map'][prefix]}{local}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(set(lines)))


def write_alignments(folder: Path = ONTOLOGY) -> None:
    """Write alignments.ttl beside the alignments.sssom.tsv of `folder`."""
    mappings = read_mapping_set((folder / "alignments.sssom.tsv").read_text(encoding="utf-8"))
    (folder / "alignments.ttl").write_text(alignments_turtle(mappings), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_alignments()
