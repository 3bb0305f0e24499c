"""The doors: listeners, connections, live sessions, WebSocket and HTTP, limits per address and key.

This room knows bytes and sessions and nothing of what a request means: it hands requests to the dispatcher and takes
answers and updates as bytes.
"""
