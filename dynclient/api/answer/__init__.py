"""Streams: bytes in, values out."""
