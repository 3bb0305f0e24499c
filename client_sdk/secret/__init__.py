"""Secret chats, end to end (core.telegram.org/api/end-to-end).

`conversation` is one chat without input and output: ciphertext in, what was said out, in order; it is built on
`sequence` (what is old, next, missing) and `rekeying` (new keys for old). `chats` is what a developer holds in their
hand: `openings` begins and ends conversations, `delivery` brings them to the server, `receiving` from there to
handlers, `book` and `store` keep them. `fingerprint` shows a key to people, `files` encrypts files, `media` says what
they are.
"""

from __future__ import annotations
