"""What pages show: a release indexed once, so that an entity, a search or a count is one look-up away."""
