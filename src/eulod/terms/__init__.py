"""What an RDF term is, as text of N-Quads built by engine expressions."""
