"""What a client says of itself before its first call on a connection (core.telegram.org/api/invoking)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mtproto import tl
from mtproto.tl import functions


@dataclass(frozen=True, slots=True)
class Announcement:
    """The fields of initConnection, and the layer that this client reads and writes.

    Attributes:
        api_id: Names the application.
        layer: Between `tl.FLOOR` and `tl.NEWEST`.
    """

    api_id: int
    device_model: str = "Python"
    system_version: str = "3"
    app_version: str = "1.0"
    lang_code: str = "en"
    layer: int = tl.NEWEST

    def wrap(self, function: tl.TLFunction[Any]) -> tl.TLFunction[Any]:
        """The call, announced."""
        return functions.InvokeWithLayer(
            layer=self.layer,
            query=functions.InitConnection(
                api_id=self.api_id,
                device_model=self.device_model,
                system_version=self.system_version,
                app_version=self.app_version,
                system_lang_code=self.lang_code,
                lang_pack="",
                lang_code=self.lang_code,
                query=function,
            ),
        )


def innermost(function: tl.TLFunction[Any]) -> tl.TLFunction[Any]:
    """The call inside its wrappers: what the answer is an answer to."""
    while isinstance(inner := getattr(function, "query", None), tl.TLFunction):
        function = inner
    return function
