"""Types and labels of the IRIs of others that a dataset description names, so that it can be checked without them.

Source: https://semiceu.github.io/DCAT-AP/releases/3.0.1/ (controlled vocabularies to be used)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from rdflib import Literal, URIRef

from eulod.publication.vocabulary import AUTHORITY, DCTERMS, RDF, SKOS, Triple

DATA_THEMES = URIRef(f"{AUTHORITY}data-theme")
AVAILABLE = URIRef(f"{AUTHORITY}planned-availability/AVAILABLE")
PUBLIC = URIRef(f"{AUTHORITY}access-right/PUBLIC")
_LICENCE_TYPE = "http://purl.org/adms/licencetype/"

_THEMES = MappingProxyType(
    {
        "AGRI": "Agriculture, fisheries, forestry and food",
        "ECON": "Economy and finance",
        "EDUC": "Education, culture and sport",
        "ENER": "Energy",
        "ENVI": "Environment",
        "GOVE": "Government and public sector",
        "HEAL": "Health",
        "INTR": "International issues",
        "JUST": "Justice, legal system and public safety",
        "OP_DATPRO": "Provisional data",
        "REGI": "Regions and cities",
        "SOCI": "Population and society",
        "TECH": "Science and technology",
        "TRAN": "Transport",
    }
)
_LICENCE_KINDS = (
    (r"/publicdomain/|/CC0|/PDDL", "PublicDomain", "Public domain"),
    (r"/by-nc|CC_BYNC", "NonCommercialUseOnly", "Non-commercial use only"),
    (r"/by-nd|CC_BYND", "NoDerivativeWork", "No derivative work"),
    (r"/by-sa|CC_BYSA|ODC_BL|/odbl", "ViralEffect-ShareAlike", "Share alike"),
    (r"/licenses/by/|CC_BY_|COM_REUSE|ODC_BY|OGL", "Attribution", "Attribution"),
)


def data_themes() -> Iterator[Triple]:
    """Describe the table of themes."""
    yield DATA_THEMES, RDF.type, SKOS.ConceptScheme
    yield DATA_THEMES, DCTERMS.title, Literal("Data theme", lang="en")


def concept(iri: str) -> Iterator[Triple]:
    """Describe an entry of a controlled vocabulary as a concept with its English label."""
    code = re.split(r"[/#]", iri)[-1]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]+", " ", code)
    label = _THEMES.get(code) if "/data-theme/" in iri else None
    yield URIRef(iri), RDF.type, SKOS.Concept
    yield URIRef(iri), SKOS.prefLabel, Literal(label or words.capitalize(), lang="en")


def instances(iris: Iterable[str], kind: URIRef) -> Iterator[Triple]:
    """Say that IRIs of others are of a class."""
    for iri in iris:
        yield URIRef(iri), RDF.type, kind


def licence(iri: str) -> Iterator[Triple]:
    """Describe a licence: a licence document and what kind of licence it is, as far as its IRI tells."""
    found = ((kind, label) for pattern, kind, label in _LICENCE_KINDS if re.search(pattern, iri))
    kind, label = next(found, ("UnknownIPR", "Unknown"))
    yield URIRef(iri), RDF.type, DCTERMS.LicenseDocument
    yield URIRef(iri), DCTERMS.type, URIRef(_LICENCE_TYPE + kind)
    yield URIRef(_LICENCE_TYPE + kind), RDF.type, SKOS.Concept
    yield URIRef(_LICENCE_TYPE + kind), SKOS.prefLabel, Literal(label, lang="en")
