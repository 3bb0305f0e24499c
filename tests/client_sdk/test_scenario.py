"""What a person does with an unmodified client (tests/clients), done with ours."""

import asyncio

import pytest
from PIL import Image

from mtproto import rpc_errors
from mtproto.tl import functions, types

ADA, BOB = "9996622101", "9996622102"


@pytest.mark.rows("HS-1", "MS-8")
async def test_a_person_signs_up_chats_and_looks_after_an_account(sign_in, new_client, tmp_path):
    picture = tmp_path / "ada.png"
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(picture)
    ada, bob = await sign_in(ADA, "ada", "Ada"), await sign_in(BOB, "bob", "Bob")
    await ada.update_profile(last_name="Lovelace", about="counts")
    await ada.set_username("ada_s")
    full = await ada(functions.users.GetFullUser(id=types.InputUserSelf()))
    me = full.users[0]
    assert (me.last_name, full.full_user.about, me.username) == ("Lovelace", "counts", "ada_s")
    await ada.set_profile_photo(picture)
    assert (await ada.get_me()).photo is not None

    (known,) = await ada.import_contacts([(f"+{BOB}", "Bobby")])
    assert [user.first_name for user in await ada.get_contacts()] == ["Bobby"]
    assert (await bob.get_user("@ada_s")).first_name == "Ada"

    heard: asyncio.Queue[types.Message] = asyncio.Queue()

    @bob.on_message(incoming=True)
    async def hear(message: types.Message) -> None:
        heard.put_nowait(message)

    sent = await ada.send_message(known, "hello **Bob**", parse_mode="markdown")
    came = await asyncio.wait_for(heard.get(), 30)
    assert came.message == "hello Bob"
    assert [message.message async for message in bob.iter_messages("@ada_s", limit=5)] == ["hello Bob"]
    await ada.edit_message(known, sent.id, "hello again")
    assert [message.message async for message in ada.iter_messages(known, limit=1)] == ["hello again"]
    assert [dialog.peer.first_name async for dialog in bob.iter_dialogs()] == ["Ada"]
    await bob.react("@ada_s", came.id, "\N{FIRE}")
    (reacted,) = await ada.get_messages(known, [sent.id])
    assert [(each.reaction.emoticon, each.count) for each in reacted.reactions.results] == [("\N{FIRE}", 1)]
    assert [message.message async for message in ada.iter_messages(known, search="again")] == ["hello again"]
    assert [message.message async for message in ada.search_global("again")] == ["hello again"]

    await ada.set_password("enchantress", hint="engine")
    async with new_client("second") as second:
        code = await second.send_code(ADA)
        with pytest.raises(rpc_errors.SESSION_PASSWORD_NEEDED):
            await second.sign_in(ADA, code.phone_code_hash, "22222")
        with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
            await second.check_password("difference")
        assert (await second.check_password("enchantress")).id == me.id
        assert len(await ada.get_sessions()) == 2
        await second.log_out()
    await ada.set_password(None, current="enchantress")
    third = await sign_in(ADA, "third")
    assert (await third.get_me()).id == me.id
