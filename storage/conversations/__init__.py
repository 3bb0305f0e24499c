"""Conversations: boxes and their event logs, messages and what hangs on them, dialogs, basic groups, secret chats."""
