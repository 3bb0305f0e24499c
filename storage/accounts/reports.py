"""What users report to the operator of the server."""

from __future__ import annotations

from dataclasses import dataclass

from storage.accounts.users import next_number
from storage.database import Tx


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `subject` is what of the peer is meant (`peer`, `profile_photo`), `subject_id` its id or 0."""

    reporter: int
    peer: int
    subject: str
    subject_id: int
    reason: str
    comment: str
    reported_at: int


async def add(tx: Tx, report: Report) -> None:
    """Keep a report."""
    await tx.execute(
        "INSERT INTO reports (report_id, reporter, peer, subject, subject_id, reason, comment, reported_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            await next_number(tx, "reports"),
            report.reporter,
            report.peer,
            report.subject,
            report.subject_id,
            report.reason,
            report.comment,
            report.reported_at,
        ),
    )
