"""How a client writes the DC it wants into p_q_inner_data_dc (core.telegram.org/mtproto/auth_key, item 4).

10000 is added for a test DC, and the number is made negative for a media DC.
"""

from __future__ import annotations

from collections.abc import Iterable


def as_production(dc_ids: Iterable[int]) -> frozenset[int]:
    """Every way to name these DCs, main or media, as a production server's."""
    return frozenset(sign * dc_id for dc_id in dc_ids for sign in (1, -1))
