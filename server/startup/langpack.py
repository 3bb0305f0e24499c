"""langpack.*: the words of the interface (core.telegram.org/api/links#language-pack). One pack of our own, in English.

Clients bring the words of their own interface along; what they ask for here and do not find they take from there.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router, Who

router = Router("langpack")

LANGUAGE = "en"
VERSION = 1
"""Rises with every change of the pack."""


@router.rpc(functions.langpack.GetLangPack, who=Who.ANYONE)
async def get_lang_pack(ctx: Context, request: functions.langpack.GetLangPack) -> types.LangPackDifference:
    """The whole pack."""
    _check(request.lang_code)
    return _difference(0)


@router.rpc(functions.langpack.GetDifference, who=Who.ANYONE)
async def get_difference(ctx: Context, request: functions.langpack.GetDifference) -> types.LangPackDifference:
    """What has changed since a version."""
    _check(request.lang_code)
    return _difference(request.from_version)


@router.rpc(functions.langpack.GetStrings, who=Who.ANYONE)
async def get_strings(ctx: Context, request: functions.langpack.GetStrings) -> list[types.TypeLangPackString]:
    """Some strings; those the pack does not have are marked deleted."""
    _check(request.lang_code)
    return [
        types.LangPackString(key=key, value=_pack()[key]) if key in _pack() else types.LangPackStringDeleted(key=key)
        for key in request.keys
    ]


@router.rpc(functions.langpack.GetLanguages, who=Who.ANYONE)
async def get_languages(ctx: Context, request: functions.langpack.GetLanguages) -> list[types.LangPackLanguage]:
    """English."""
    return [_language()]


@router.rpc(functions.langpack.GetLanguage, who=Who.ANYONE)
async def get_language(ctx: Context, request: functions.langpack.GetLanguage) -> types.LangPackLanguage:
    """One language."""
    _check(request.lang_code)
    return _language()


def _check(lang_code: str) -> None:
    if lang_code.split("-")[0].lower() != LANGUAGE:
        raise rpc_errors.LANG_CODE_NOT_SUPPORTED


@cache
def _pack() -> dict[str, str]:
    pack: dict[str, str] = json.loads(files("server.startup").joinpath("data/english.json").read_text("utf-8"))
    return pack


def _difference(from_version: int) -> types.LangPackDifference:
    strings: list[types.TypeLangPackString] = []
    if from_version < VERSION:
        strings = [types.LangPackString(key=key, value=value) for key, value in _pack().items()]
    return types.LangPackDifference(lang_code=LANGUAGE, from_version=from_version, version=VERSION, strings=strings)


def _language() -> types.LangPackLanguage:
    return types.LangPackLanguage(
        official=True,
        name="English",
        native_name="English",
        lang_code=LANGUAGE,
        plural_code=LANGUAGE,
        strings_count=len(_pack()),
        translated_count=len(_pack()),
        translations_url="",
    )
