"""Pages to read: the reference of an API, and the guide."""
