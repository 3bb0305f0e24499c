"""Updates in order: none lost, none twice (core.telegram.org/api/updates)."""
