"""The mapping engine: RML and YARRRML read into one model, compiled to Ibis expressions."""
