"""What the address book, searches and the questions at the start are refused with."""

from mtproto import rpc_errors as errors
from mtproto.tl import functions, types
from tests.server.documented.stage import Stage

contacts, langpack = functions.contacts, functions.langpack

IDA, JON, KIT = "9996622031", "9996622032", "9996622033"
MYSELF = types.InputPeerSelf()


async def book(stage: Stage) -> None:
    """People who cannot be added, noted on or accepted."""
    owner, other = await stage.harness.client(IDA), await stage.harness.client(JON)
    jon, nobody = stage.user(owner, other), stage.overheard_user(other)
    names = {"first_name": "Jon", "last_name": "", "phone": ""}
    note = types.TextWithEntities(text="x", entities=[])
    await stage.refused(
        owner,
        errors.CONTACT_ID_INVALID,
        contacts.AddContact(id=nobody, **names),
        contacts.AcceptContact(id=nobody),
        contacts.UpdateContactNote(id=nobody, note=note),
    )
    await stage.refused(
        owner, errors.CONTACT_NAME_EMPTY, contacts.AddContact(id=jon, first_name="", last_name="", phone="")
    )
    await stage.refused(owner, errors.CONTACT_MISSING, contacts.UpdateContactNote(id=jon, note=note))
    await stage.refused(owner, errors.CONTACT_REQ_MISSING, contacts.AcceptContact(id=jon))
    await owner(contacts.AddContact(id=jon, **names))
    await stage.refused(owner, errors.CONTACT_ADD_MISSING, contacts.AcceptContact(id=jon))
    await stage.refused(owner, errors.IMPORT_TOKEN_INVALID, contacts.ImportContactToken(token="none"))


async def blocking(stage: Stage) -> None:
    """Oneself, nobody, and accounts that are gone are not blocked."""
    owner, gone = await stage.harness.client(IDA), await stage.harness.client(KIT)
    await stage.refused(owner, errors.CONTACT_ID_INVALID, contacts.Block(id=MYSELF), contacts.Unblock(id=MYSELF))
    nobody = stage.overheard_peer(gone)
    await stage.refused(owner, errors.PEER_ID_INVALID, contacts.Block(id=nobody), contacts.Unblock(id=nobody))
    deleted = stage.peer(owner, gone)
    await gone(functions.account.DeleteAccount(reason=""))
    await stage.refused(owner, errors.INPUT_USER_DEACTIVATED, contacts.Block(id=deleted))


async def searching(stage: Stage) -> None:
    """Names and numbers that nobody has, and questions without a subject."""
    owner, other = await stage.harness.client(IDA), await stage.harness.client(JON)
    await stage.refused(owner, errors.SEARCH_QUERY_EMPTY, contacts.Search(q=" ", limit=1))
    await stage.refused(owner, errors.PHONE_NOT_OCCUPIED, contacts.ResolvePhone(phone="9996622999"))
    await stage.refused(owner, errors.USERNAME_INVALID, contacts.ResolveUsername(username="a b"))
    await stage.refused(owner, errors.USERNAME_NOT_OCCUPIED, contacts.ResolveUsername(username="no_such_name"))
    await stage.refused(owner, errors.TYPES_EMPTY, contacts.GetTopPeers(offset=0, limit=1, hash=0))
    reset = contacts.ResetTopPeerRating(
        category=types.TopPeerCategoryCorrespondents(), peer=stage.overheard_peer(other)
    )
    await stage.refused(owner, errors.PEER_ID_INVALID, reset)
    await stage.refused(owner, errors.USER_ID_INVALID, functions.users.GetFullUser(id=stage.overheard_user(other)))


async def starting(stage: Stage) -> None:
    """Clients that do not say what they are, terms that are not there, languages that are not spoken."""
    owner = await stage.harness.client(IDA)

    def announced(**fields: object) -> functions.InitConnection:
        told = {"api_id": 1, "device_model": "x", "system_version": "1", "app_version": "1", "lang_code": "en"}
        rest = {"system_lang_code": "en", "lang_pack": "", "query": functions.help.GetConfig()}
        return functions.InitConnection(**{**told, **rest, **fields})

    await stage.refused(owner, errors.CONNECTION_API_ID_INVALID, announced(api_id=0))
    await stage.refused(owner, errors.CONNECTION_APP_VERSION_EMPTY, announced(app_version=""))
    terms = functions.help.AcceptTermsOfService(id=types.DataJSON(data="{}"))
    await stage.refused(owner, errors.DATA_JSON_INVALID, terms)
    await stage.refused(owner, errors.USER_INVALID, functions.help.GetSupportName())
    await stage.refused(
        owner,
        errors.LANG_CODE_NOT_SUPPORTED,
        langpack.GetLangPack(lang_pack="", lang_code="tlh"),
        langpack.GetLanguage(lang_pack="", lang_code="tlh"),
        langpack.GetStrings(lang_pack="", lang_code="tlh", keys=[]),
    )


SCENES = (book, blocking, searching, starting)
