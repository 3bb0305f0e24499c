"""Accounts and what belongs to one: profile, settings, address book, privacy, whom it blocks and what it reports."""
