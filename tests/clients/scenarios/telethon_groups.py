"""What Telethon does with groups."""

from scenario import Scenario
from telethon import errors, events
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER
from telethon_devices import INVITED_IS_TOLD, Person, write


async def meet(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, to_bob = ada.phone.client, f"bob_t{LAYER}"
    async with does.does("groups", raw=True):
        users = [await phone.get_input_entity(to_bob)]
        created = await phone(functions.messages.CreateChatRequest(users=users, title="Engine"))
        chat = (created if LAYER < INVITED_IS_TOLD else created.updates).chats[0]
        await write(phone, chat, "who is in?")
        assert (await bob.phone.hears("who is in?")).chat_id == -chat.id
        await bob.tablet.hears("who is in?")
        await ada.tablet.hears("who is in?")
    async with does.does("invite links", raw=True):
        link = await phone(functions.messages.ExportChatInviteRequest(types.InputPeerChat(chat.id)))
        await carol.phone.client(functions.messages.ImportChatInviteRequest(link.link.rpartition("+")[2]))
        await ada.phone.heard.take(events.ChatAction.Event, lambda event: event.user_joined)
        people = await carol.phone.client.get_participants(-chat.id)
        assert {one.first_name for one in people} == {"Ada", "Bob", "Carol"}
    async with does.does("group rights", raw=True):
        await phone.edit_admin(chat, to_bob, is_admin=True)
        nobody = types.ChatBannedRights(until_date=None, send_messages=True)
        await phone(functions.messages.EditChatDefaultBannedRightsRequest(types.InputPeerChat(chat.id), nobody))
        try:
            await carol.phone.client.send_message(-chat.id, "may I?")
        except errors.ChatWriteForbiddenError:
            await write(bob.phone.client, -chat.id, "an administrator may")
        await carol.tablet.hears("an administrator may")
    async with does.does("leaving"):
        await carol.phone.client.delete_dialog(-chat.id)
        await bob.phone.heard.take(events.ChatAction.Event, lambda event: event.user_left)
