"""The store between the movements."""
