"""Reaching an engine: its address, its version, and what can go wrong on the way."""
