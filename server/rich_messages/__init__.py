"""Messages made of blocks (layers from 227 on): checked, and kept with what of them can be said in words."""
