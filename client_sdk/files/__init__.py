"""Files: what to send and where it comes from, parts on their way up and down (core.telegram.org/api/files)."""
