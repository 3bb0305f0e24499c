"""The list of dialogs: what is in it, in which order, folder and state."""
