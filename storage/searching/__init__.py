"""Finding messages: what a message can be found by, the queue and the index, and the search itself."""
