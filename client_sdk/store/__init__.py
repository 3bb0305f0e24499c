"""What a client keeps between its runs."""
