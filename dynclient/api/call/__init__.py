"""From arguments to a request; without I/O."""
