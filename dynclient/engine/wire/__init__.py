"""Bytes both ways: connections, TLS, ssh, HTTP and WebSocket, and what can go wrong."""
