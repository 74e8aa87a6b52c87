"""The functions that mappings may call, each from Ibis columns to an Ibis column."""
