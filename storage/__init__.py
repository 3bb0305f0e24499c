"""What is kept: rows, blobs and the wake-up bus. Knows no TL, no protocol and no server.

`database` is the seam every domain's queries stand on, `sqlite` its engine, `migrate` and `migrations` the schema,
`bus` carries what was committed to those who wait for it, `sealing` keeps secrets unreadable at rest. The queries
themselves have rooms: `accounts`, `sign_in`, `conversations`, `searching` and `media`, which holds file contents too.
docs/storage.md explains how they fit together.
"""
