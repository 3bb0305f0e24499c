"""Invite links, and who came by them (core.telegram.org/api/invites)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Snapshot, Tx


@dataclass(frozen=True, slots=True)
class ChatInvite:
    """One link to a group (`peer` is its marked id). Times are Unix seconds; 0 means none."""

    hash: str
    peer: int
    admin_id: int
    created_at: int
    permanent: bool = False
    revoked: bool = False
    request_needed: bool = False
    expires_at: int = 0
    usage_limit: int = 0
    joined: int = 0
    requested: int = 0
    title: str = ""
    changed_at: int = 0

    def is_open(self, now: int) -> bool:
        """Whether somebody may still come by it."""
        used_up = self.usage_limit and self.joined >= self.usage_limit
        return not (self.revoked or used_up or 0 < self.expires_at <= now)


@dataclass(frozen=True, slots=True)
class Importer:
    """Somebody who came by a link, or (`pending`) asks to be let in."""

    peer: int
    user_id: int
    hash: str
    date: int
    pending: bool
    approved_by: int = 0


_INVITE = (
    "hash, peer, admin_id, created_at, permanent, revoked, request_needed, expires_at, usage_limit, joined, requested, "
    "title, changed_at"
)
_IMPORTER = "peer, user_id, hash, date, pending, approved_by"


def _invite(row: Row) -> ChatInvite:
    code, peer, admin_id, created_at, permanent, revoked, request_needed, *rest = row
    return ChatInvite(code, peer, admin_id, created_at, bool(permanent), bool(revoked), bool(request_needed), *rest)


def _importer(row: Row) -> Importer:
    peer, user_id, code, date, pending, approved_by = row
    return Importer(peer, user_id, code, date, bool(pending), approved_by)


async def save(tx: Tx, invite: ChatInvite) -> None:
    """Write a link as it now is."""
    columns = _INVITE.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    await tx.execute(
        f"INSERT INTO chat_invites ({_INVITE}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (hash) DO UPDATE SET {changes}",
        (
            invite.hash,
            invite.peer,
            invite.admin_id,
            invite.created_at,
            int(invite.permanent),
            int(invite.revoked),
            int(invite.request_needed),
            invite.expires_at,
            invite.usage_limit,
            invite.joined,
            invite.requested,
            invite.title,
            invite.changed_at,
        ),
    )


async def count_joined(tx: Tx, code: str) -> None:
    """Somebody has come by a link, if there still is that link."""
    await tx.execute("UPDATE chat_invites SET joined = joined + 1 WHERE hash = ?", (code,))


async def count_requested(tx: Tx, code: str, change: int) -> None:
    """So many more ask to come by a link, or fewer, if there still is that link."""
    await tx.execute("UPDATE chat_invites SET requested = requested + ? WHERE hash = ?", (change, code))


async def by_hash(view: Snapshot, code: str) -> ChatInvite | None:
    """The link that ends with this hash."""
    row = await view.fetchone(f"SELECT {_INVITE} FROM chat_invites WHERE hash = ?", (code,))
    return None if row is None else _invite(row)


async def permanent(view: Snapshot, peer: int, admin_id: int) -> ChatInvite | None:
    """The lasting link of an admin."""
    row = await view.fetchone(
        f"SELECT {_INVITE} FROM chat_invites WHERE peer = ? AND admin_id = ? AND revoked = 0 AND permanent = 1",
        (peer, admin_id),
    )
    return None if row is None else _invite(row)


async def of_admin(
    view: Snapshot, peer: int, admin_id: int, *, revoked: bool, before: tuple[int, str] | None, limit: int
) -> tuple[int, list[ChatInvite]]:
    """(how many links an admin has, a page of them: the lasting one, if it is in use, then the newest first).

    `before`: the (date, hash) to go on after.
    """
    key = (peer, admin_id, int(revoked))
    where = "WHERE peer = ? AND admin_id = ? AND revoked = ?"
    total: int = await view.fetchval(f"SELECT COUNT(*) FROM chat_invites {where}", key)
    lasting = None if revoked else await permanent(view, peer, admin_id)
    lasting_hash = "" if lasting is None else lasting.hash
    first = [lasting] if lasting is not None and before is None and limit else []
    if lasting is not None and before is not None and before[1] == lasting.hash:
        before = None  # after it come all others
    date, code = before or (1 << 62, "")
    rows = await view.fetchall(
        f"SELECT {_INVITE} FROM chat_invites {where} AND hash <> ? "
        "AND (created_at < ? OR (created_at = ? AND hash < ?)) ORDER BY created_at DESC, hash DESC LIMIT ?",
        (*key, lasting_hash, date, date, code, limit - len(first)),
    )
    return total, [*first, *map(_invite, rows)]


async def by_admins(view: Snapshot, peer: int) -> list[tuple[int, int, int]]:
    """(admin, how many links they have, how many revoked ones) of everyone who has any."""
    rows = await view.fetchall(
        "SELECT admin_id, SUM(1 - revoked), SUM(revoked) FROM chat_invites WHERE peer = ? "
        "GROUP BY admin_id ORDER BY admin_id",
        (peer,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def revoke_of_admin(tx: Tx, peer: int, admin_id: int) -> None:
    """Revoke whatever links somebody has made to a group."""
    await tx.execute("UPDATE chat_invites SET revoked = 1 WHERE peer = ? AND admin_id = ?", (peer, admin_id))


async def revoke_of_user(tx: Tx, user_id: int) -> None:
    """Revoke whatever links somebody has made to the groups that they are in."""
    await tx.execute(
        "UPDATE chat_invites SET revoked = 1 WHERE admin_id = ? "
        "AND peer IN (SELECT -chat_id FROM chat_members WHERE user_id = ?)",
        (user_id, user_id),
    )


async def delete(tx: Tx, code: str) -> None:
    """Forget a link."""
    await tx.execute("DELETE FROM chat_invites WHERE hash = ?", (code,))


async def delete_revoked(tx: Tx, peer: int, admin_id: int) -> None:
    """Forget the revoked links of an admin."""
    await tx.execute("DELETE FROM chat_invites WHERE peer = ? AND admin_id = ? AND revoked = 1", (peer, admin_id))


async def delete_of_chat(tx: Tx, peer: int) -> None:
    """Forget every link to a group and everyone who came by one."""
    await tx.execute("DELETE FROM chat_invites WHERE peer = ?", (peer,))
    await tx.execute("DELETE FROM chat_importers WHERE peer = ?", (peer,))


async def put_importer(tx: Tx, importer: Importer) -> None:
    """Note that somebody came by a link or asks to."""
    await tx.execute(
        f"INSERT INTO chat_importers ({_IMPORTER}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (peer, user_id) DO UPDATE "
        "SET hash = excluded.hash, date = excluded.date, pending = excluded.pending, "
        "approved_by = excluded.approved_by",
        (
            importer.peer,
            importer.user_id,
            importer.hash,
            importer.date,
            int(importer.pending),
            importer.approved_by,
        ),
    )


async def delete_importer(tx: Tx, peer: int, user_id: int) -> None:
    """Forget how somebody came."""
    await tx.execute("DELETE FROM chat_importers WHERE peer = ? AND user_id = ?", (peer, user_id))


async def importer(view: Snapshot, peer: int, user_id: int) -> Importer | None:
    """How somebody came, or asks to."""
    row = await view.fetchone(f"SELECT {_IMPORTER} FROM chat_importers WHERE peer = ? AND user_id = ?", (peer, user_id))
    return None if row is None else _importer(row)


async def importers(
    view: Snapshot, peer: int, code: str | None, *, pending: bool, before: tuple[int, int] | None, limit: int
) -> tuple[int, list[Importer]]:
    """(how many came by a link or by any, a page of them, the newest first). `before`: (date, user) to go on after."""
    where, key = "WHERE peer = ? AND pending = ?", (peer, int(pending))
    by_link: Sequence[str] = () if code is None else (code,)
    if code is not None:
        where += " AND hash = ?"
    total: int = await view.fetchval(f"SELECT COUNT(*) FROM chat_importers {where}", (*key, *by_link))
    date, user_id = before or (1 << 62, 0)
    rows = await view.fetchall(
        f"SELECT {_IMPORTER} FROM chat_importers {where} AND (date < ? OR (date = ? AND user_id < ?)) "
        "ORDER BY date DESC, user_id DESC LIMIT ?",
        (*key, *by_link, date, date, user_id, limit),
    )
    return total, [_importer(row) for row in rows]
