"""Reactions to messages, and the tags that they are in Saved Messages."""
