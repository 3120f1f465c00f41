"""A document's operations, parameters, bodies and answers, as values."""
