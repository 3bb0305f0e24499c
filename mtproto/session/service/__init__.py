"""The service messages, one small file each: their layouts, and what the server does when one arrives."""
