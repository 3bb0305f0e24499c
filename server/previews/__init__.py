"""Previews of links: pages fetched, read, kept and shown (off unless `previews.enabled` is set)."""
