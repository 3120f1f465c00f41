"""From an answer's bytes to values; without I/O."""
