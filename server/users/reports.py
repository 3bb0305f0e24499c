"""Reports to the operator: account.reportPeer and reportProfilePhoto (core.telegram.org/api/report)."""

from __future__ import annotations

from collections.abc import Mapping

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import reports
from storage.accounts.reports import Report
from storage.database import Tx

router = Router("reports")

MAX_COMMENT = 512
"""Characters that are kept of a comment."""

REASONS: Mapping[type, str] = {
    types.InputReportReasonSpam: "spam",
    types.InputReportReasonViolence: "violence",
    types.InputReportReasonPornography: "pornography",
    types.InputReportReasonChildAbuse: "child_abuse",
    types.InputReportReasonCopyright: "copyright",
    types.InputReportReasonGeoIrrelevant: "geo_irrelevant",
    types.InputReportReasonFake: "fake",
    types.InputReportReasonIllegalDrugs: "illegal_drugs",
    types.InputReportReasonPersonalDetails: "personal_details",
    types.InputReportReasonOther: "other",
}


@router.rpc(functions.account.ReportPeer, flood=FloodClass.CREATE)
async def report_peer(ctx: Context, request: functions.account.ReportPeer) -> bool:
    """Report somebody."""
    return await _report(ctx, request, "peer", 0)


@router.rpc(functions.account.ReportProfilePhoto, flood=FloodClass.CREATE)
async def report_profile_photo(ctx: Context, request: functions.account.ReportProfilePhoto) -> bool:
    """Report somebody's photo."""
    photo_id = request.photo_id.id if isinstance(request.photo_id, types.InputPhoto) else 0
    return await _report(ctx, request, "profile_photo", photo_id)


async def _report(
    ctx: Context, request: functions.account.ReportPeer | functions.account.ReportProfilePhoto, subject: str, of: int
) -> bool:
    reason, comment = REASONS[type(request.reason)], request.message[:MAX_COMMENT]

    async def unit(tx: Tx) -> None:
        peer = await access.peer(ctx, tx, request.peer)
        if peer == ctx.user_id:
            raise rpc_errors.PEER_ID_INVALID
        await reports.add(tx, Report(ctx.user_id, peer, subject, of, reason, comment, ctx.now))

    await ctx.app.db.write(unit)
    return True
