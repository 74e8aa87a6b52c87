"""SHACL Core compiled to Ibis over a table of triples: which focus nodes may violate a shape.

Every expression is right in one direction: a node that pySHACL finds fault with is always among those that may fail.
"""
