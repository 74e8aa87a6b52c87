"""Linking: codes and names of sources to the IRIs of authorities, through tables that are kept in the project.

`tables/` holds one CSV per authority table, the alias or code first; tools/linking_tables.py writes them. A value that
a table lacks stays unlinked and is a finding: no IRI is ever made from it.
"""
