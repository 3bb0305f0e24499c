"""Backgrounds and themes of chats (core.telegram.org/api/wallpapers, core.telegram.org/api/themes)."""
