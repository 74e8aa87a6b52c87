"""Asking a release, or any RDF documents, in SPARQL."""
