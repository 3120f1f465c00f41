"""From arguments to a request; no I/O."""
