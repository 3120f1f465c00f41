"""A mock of the engine."""
