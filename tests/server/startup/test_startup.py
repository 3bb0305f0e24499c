"""What every client asks first: true answers, and "not modified" for whoever has them already."""

import asyncio
from dataclasses import replace

import pytest

from mtproto import rpc_errors, tl
from mtproto.tl import functions, types
from server.gateway.live_session import LiveSession
from server.ops.config import ListenSection, ServerSection
from tests.server.client import make_key
from tests.server.harness import Harness, serving

PHONE = "9996621051"


async def test_every_data_centre_is_the_door_the_client_came_through(harness: Harness) -> None:
    client = await harness.client()
    config = await client(functions.help.GetConfig())
    assert config.this_dc == harness.app.config.server.dc_id
    assert {option.id for option in config.dc_options} == {1, 2, 3, 4, 5}
    assert {(option.ip_address, option.port) for option in config.dc_options} == {("127.0.0.1", harness.port)}
    assert config.expires > config.date
    assert (config.chat_size_max, config.message_length_max, config.caption_length_max) == (200, 4096, 1024)


async def test_who_comes_by_ipv4_to_a_door_for_both_is_told_an_address_of_ipv4(tmp_path, rsa_keys) -> None:
    """As by default: clients without IPv6 use no option that is said to be of it, as the mapped address would be."""
    async with serving(tmp_path / "data", rsa_keys, listen=ListenSection(addresses=(":0",))) as harness:
        config = await (await harness.client())(functions.help.GetConfig())
        shown = {(option.ip_address, option.port, option.ipv6) for option in config.dc_options}
        assert shown == {("127.0.0.1", harness.port, False)}


@pytest.mark.rows("RL-1")
async def test_who_has_gone_when_their_question_is_begun_is_told_the_door_they_came_through(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await harness.client()
    await client(functions.help.GetNearestDc())
    (session,) = harness.app.sessions
    monkeypatch.setattr(LiveSession, "_is_behind", lambda session: bool(session.outlets))
    asked = client.begin(functions.help.GetConfig())
    while not session._requests:  # noqa: ASYNC110 - the session tells nobody what waits in it
        await asyncio.sleep(0)
    await client.disconnect()
    while session._requests:  # noqa: ASYNC110
        await asyncio.sleep(0)
    await client.connect()
    config = await asyncio.wait_for(asked, 30)
    assert {(option.ip_address, option.port) for option in config.dc_options} == {("127.0.0.1", harness.port)}


async def test_an_address_behind_a_proxy_is_the_operators(tmp_path, rsa_keys) -> None:
    server = ServerSection(
        data_dir=str(tmp_path / "data"), legacy_key=True, public_addresses=("192.0.2.7:443", "[2001:db8::7]:443")
    )
    async with serving(tmp_path / "data", rsa_keys, server=server) as harness:
        config = await (await harness.client())(functions.help.GetConfig())
        shown = {(option.ip_address, option.port, option.ipv6) for option in config.dc_options}
        assert shown == {("192.0.2.7", 443, False), ("2001:db8::7", 443, True)}


async def test_a_data_centre_that_clients_do_not_know_is_told_them_too(tmp_path, rsa_keys) -> None:
    """Who is told that a file or an account is there has to find it."""
    server = ServerSection(data_dir=str(tmp_path / "data"), legacy_key=True, dc_id=77)
    async with serving(tmp_path / "data", rsa_keys, server=server) as harness:
        client = await harness.client(PHONE)
        config = await client(functions.help.GetConfig())
        assert config.this_dc == 77
        assert {option.id for option in config.dc_options} == {1, 2, 3, 4, 5, 77}
        assert (await client(functions.auth.ExportAuthorization(dc_id=77))).bytes
        with pytest.raises(rpc_errors.DC_ID_INVALID):
            await client(functions.auth.ExportAuthorization(dc_id=78))


async def test_the_nearest_data_centre_is_this_one(harness: Harness) -> None:
    nearest = await (await harness.client())(functions.help.GetNearestDc())
    assert nearest.this_dc == nearest.nearest_dc == harness.app.config.server.dc_id


@pytest.mark.rows("H7")
@pytest.mark.parametrize("asked", [4, -4])
async def test_a_server_is_the_data_centre_that_the_client_asked_for(harness: Harness, asked: int) -> None:
    """TDLib begins at the first one, and asks for the configuration again until it hears that it is there."""
    key, salt = await make_key(replace(harness.connector, dc_id=asked))
    client = await harness.client_of(key, salt)
    assert (await client(functions.help.GetConfig())).this_dc == 4
    assert (await client(functions.help.GetNearestDc())).nearest_dc == 4


@pytest.mark.parametrize(
    ("request_of", "unchanged"),
    [
        (lambda h: functions.help.GetAppConfig(hash=h), types.help.AppConfigNotModified),
        (lambda h: functions.help.GetCountriesList(lang_code="en", hash=h), types.help.CountriesListNotModified),
        (lambda h: functions.help.GetPeerColors(hash=h), types.help.PeerColorsNotModified),
        (lambda h: functions.help.GetPeerProfileColors(hash=h), types.help.PeerColorsNotModified),
        (lambda h: functions.help.GetTimezonesList(hash=h), types.help.TimezonesListNotModified),
    ],
    ids=["app config", "countries", "colours", "profile colours", "time zones"],
)
async def test_whoever_has_it_is_told_so(harness: Harness, request_of, unchanged) -> None:
    client = await harness.client(PHONE)
    answer = await client(request_of(0))
    assert not isinstance(answer, unchanged)
    assert answer.hash != 0
    assert isinstance(await client(request_of(answer.hash)), unchanged)
    assert await client(request_of(answer.hash ^ 1)) == answer


async def test_the_app_config_is_json_that_clients_can_read(harness: Harness) -> None:
    client = await harness.client()
    config = (await client(functions.help.GetAppConfig(hash=0))).config
    values = {pair.key: pair.value for pair in config.value}
    assert values["caption_length_limit_default"] == types.JsonNumber(value=1024.0)
    assert values["upload_max_fileparts_default"] == types.JsonNumber(value=4000.0)
    assert [values[f"{name}_limit_default"].value for name in ("stickers_faved", "saved_gifs")] == [5, 200]
    assert types.JsonString(value="🎲") in values["emojies_send_dice"].value


async def test_countries_have_names_in_the_clients_language_and_numbers_as_they_look(harness: Harness) -> None:
    client = await harness.client()
    answer = await client(functions.help.GetCountriesList(lang_code="de-AT", hash=0))
    germany = next(country for country in answer.countries if country.iso2 == "DE")
    assert (germany.default_name, germany.name) == ("Germany", "Deutschland")
    assert germany.country_codes[0].country_code == "49"
    assert set(germany.country_codes[0].patterns[0]) <= {"X", " "}
    assert next(country for country in answer.countries if country.iso2 == "FT").hidden
    english = await client(functions.help.GetCountriesList(lang_code="qq", hash=0))
    assert next(country for country in english.countries if country.iso2 == "DE").name is None


async def test_time_zones_stand_where_they_are(harness: Harness) -> None:
    zones = (await (await harness.client(PHONE))(functions.help.GetTimezonesList(hash=0))).timezones
    offsets = {zone.id: zone.utc_offset for zone in zones}
    assert offsets["Asia/Tokyo"] == 9 * 3600
    assert [zone.utc_offset for zone in zones] == sorted(offsets.values())


async def test_colours_are_the_clients_own_or_come_with_values(harness: Harness) -> None:
    client = await harness.client(PHONE)
    colours = (await client(functions.help.GetPeerColors(hash=0))).colors
    assert [colour.color_id for colour in colours] == list(range(14))
    assert all((colour.colors is None) == (colour.color_id < 7) for colour in colours)
    profile = (await client(functions.help.GetPeerProfileColors(hash=0))).colors
    assert all(isinstance(colour.colors, types.help.PeerColorProfileSet) for colour in profile)


async def test_the_language_pack_is_whole_partial_or_unchanged(harness: Harness) -> None:
    client = await harness.client()
    pack = await client(functions.langpack.GetLangPack(lang_pack="android", lang_code="en"))
    assert {one.key for one in pack.strings} >= {"AppName", "SavedMessages"}
    since = functions.langpack.GetDifference(lang_pack="android", lang_code="en", from_version=pack.version)
    assert (await client(since)).strings == []
    keys = functions.langpack.GetStrings(lang_pack="android", lang_code="en", keys=["AppName", "NoSuchKey"])
    assert await client(keys) == [
        types.LangPackString(key="AppName", value="Chappe"),
        types.LangPackStringDeleted(key="NoSuchKey"),
    ]
    (language,) = await client(functions.langpack.GetLanguages(lang_pack="android"))
    assert language == await client(functions.langpack.GetLanguage(lang_pack="android", lang_code="en"))
    assert language.strings_count == len(pack.strings)
    with pytest.raises(rpc_errors.LANG_CODE_NOT_SUPPORTED):
        await client(functions.langpack.GetLangPack(lang_pack="android", lang_code="xx"))


async def test_support_is_the_service_account(harness: Harness) -> None:
    client = await harness.client(PHONE)
    support = await client(functions.help.GetSupport())
    assert (support.user.id, support.user.support) == (777000, True)
    with pytest.raises(rpc_errors.USER_INVALID):
        await client(functions.help.GetSupportName())
    assert "Chappe" in (await client(functions.help.GetInviteText())).message


NOTHING_HERE: list[tuple[tl.TLFunction, type]] = [
    (functions.help.GetPromoData(), types.help.PromoDataEmpty),
    (functions.help.GetTermsOfServiceUpdate(), types.help.TermsOfServiceUpdateEmpty),
    (functions.help.GetCdnConfig(), types.CdnConfig),
    (functions.help.GetAppUpdate(source=""), types.help.NoAppUpdate),
    (functions.help.GetDeepLinkInfo(path="x"), types.help.DeepLinkInfoEmpty),
    (functions.help.GetRecentMeUrls(referer=""), types.help.RecentMeUrls),
    (functions.help.GetPremiumPromo(), types.help.PremiumPromo),
]


@pytest.mark.parametrize(("request_", "answer"), NOTHING_HERE, ids=lambda value: getattr(value, "NAME", ""))
async def test_what_this_server_has_none_of_is_said_so(harness: Harness, request_, answer) -> None:
    client = await harness.client(PHONE)
    assert isinstance(await client(request_), answer)


async def test_telethon_begins_and_learns_where_it_is(harness: Harness) -> None:
    client = harness.telethon()
    await client.connect()
    assert not await client.is_user_authorized()
    config = await client._get_dc(harness.app.config.server.dc_id)
    assert (config.ip_address, config.port) == ("127.0.0.1", harness.port)
