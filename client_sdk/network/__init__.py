"""Connections to a server: bytes on a socket below, calls and answers above."""
