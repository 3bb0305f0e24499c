"""Files: their contents in the store, their records, what shows them, and the collections and sets made of them."""
