"""Secret chats, end to end (core.telegram.org/api/end-to-end).

`conversation` is one chat without input and output: ciphertext in, what was said out, in order; it is built on
`sequence` (what is old, next, missing) and `rekeying` (new keys for old). `chats` brings conversations to the server
and to the developer, `store` keeps them, `fingerprint` shows a key to people, `files` encrypts files.
"""

from __future__ import annotations
