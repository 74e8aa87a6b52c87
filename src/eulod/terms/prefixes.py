"""The prefixes of published data and of mappings that declare none of their own."""

from __future__ import annotations

from types import MappingProxyType

PREFIXES = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "code": "https://w3id.org/eulod/code/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "eucountry": "http://publications.europa.eu/resource/authority/country/",
        "eucurrency": "http://publications.europa.eu/resource/authority/currency/",
        "eulanguage": "http://publications.europa.eu/resource/authority/language/",
        "eulod": "https://w3id.org/eulod/ns#",
        "euprogramme": "http://publications.europa.eu/resource/authority/eu-programme/",
        "fn": "https://w3id.org/eulod/fn#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "locn": "http://www.w3.org/ns/locn#",
        "nuts": "http://data.europa.eu/nuts/code/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
