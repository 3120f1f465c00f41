"""The version of dynclient, in a file of its own so that the build and the cache can read it."""

__version__ = "0.1.0"
