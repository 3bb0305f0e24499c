"""To-do lists that several work through."""
