"""What is kept: rows, blobs and the wake-up bus. Knows no TL, no protocol and no server.

`database` is the seam every domain's queries stand on, `sqlite` its engine, `migrate` and `migrations` the schema,
`bus` carries what was committed to those who wait for it, `blobs` holds file contents, `sealing` keeps secrets
unreadable at rest, `backup` copies all of it while it runs. docs/storage.md explains how they fit together.
"""
