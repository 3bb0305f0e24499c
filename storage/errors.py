"""What can go wrong in storage, one tree.

    StorageError
    ├── MisuseError            a unit or query broke the rules of `storage.database`; a bug of ours
    ├── ConstraintError        the rows refuse: UNIQUE, NOT NULL, CHECK, a foreign key
    ├── UnavailableError       nothing was stored; the same call may succeed later
    │   ├── OverloadedError        too many callers already wait
    │   ├── DeadlineError          the unit or query ran longer than it may
    │   ├── FullError              no space left on the device, or in the quota
    │   ├── BusyError              another process holds the database
    │   └── ClosedError            the database is closing or closed
    ├── DamagedError           the device or the file gives back what was not written, or nothing at all
    ├── SchemaError            the schema is not one this build can work on
    ├── SealError              a secret cannot be opened
    └── BackupError            a backup is incomplete, altered, or has nowhere to go

Whatever is raised out of `Database.write`, nothing of that unit is stored. Only after a DamagedError because a flush
has failed, the next start may find it.
"""

from __future__ import annotations


class StorageError(Exception):
    """Base of everything this package raises on purpose."""


class MisuseError(StorageError):
    """A unit or query broke the rules of `storage.database`; a bug of ours, never the user's doing."""


class ConstraintError(StorageError):
    """The rows refuse the change: UNIQUE, NOT NULL, CHECK or a foreign key."""


class UnavailableError(StorageError):
    """Nothing was stored or read; the same call may succeed later."""


class OverloadedError(UnavailableError):
    """Too many callers already wait for the database."""


class DeadlineError(UnavailableError):
    """The unit or query ran longer than it may, and was undone."""


class FullError(UnavailableError):
    """No space is left on the device, or of what its user may have of it; writes succeed again once there is some."""


class BusyError(UnavailableError):
    """Another process holds the database."""


class ClosedError(UnavailableError):
    """The database is closing or closed."""


class DamagedError(StorageError):
    """The device or the file gives back what was not written, or nothing at all."""


class SchemaError(StorageError):
    """The schema is not one this build can work on."""


class SealError(StorageError):
    """A sealed secret cannot be opened, or its key is missing or is another one."""


class BackupError(StorageError):
    """A backup is incomplete, altered, or has nowhere to go."""
