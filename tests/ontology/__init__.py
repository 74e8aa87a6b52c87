"""The ontology folder: its terms, codes, alignments and context."""
