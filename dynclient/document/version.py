"""The version of dynclient, alone in a file so that the build and the cache can read it."""

__version__ = "0.1.0"
