// GramJS: three people with two devices each.
import assert from 'node:assert/strict'
import { createPublicKey, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

import telegram from 'telegram'
import uploads from 'telegram/client/uploads.js'
import rsa from 'telegram/crypto/RSA.js'
import deleted from 'telegram/events/DeletedMessage.js'
import edited from 'telegram/events/EditedMessage.js'
import events from 'telegram/events/index.js'
import connection from 'telegram/network/connection/index.js'

import { cutAtAThird, digest, Heard, Scenario, world } from './scenario.mjs'

const { Api, extensions, helpers, Logger, sessions, TelegramClient } = telegram
const [ADA, BOB] = world.phones
const CREDENTIALS = { apiId: 1, apiHash: 'any' }

const key = createPublicKey(readFileSync(world.public_key, 'utf8')).export({ format: 'jwk' })
const number = (text) => helpers.readBigIntFromBuffer(Buffer.from(text, 'base64url'), false)
rsa._serverKeys.set(world.fingerprint, { n: number(key.n), e: number(key.e).toJSNumber() })

/** A kind of connection of GramJS, to the server under test: a session has no room for ports over 32767. */
const here = (kind) => class extends kind {
    constructor(options) {
        super({ ...options, ip: world.host, port: world.port })
    }
}

async function connected(options = {}) {
    const session = new sessions.StringSession('')
    session.setDC(world.dc_id, world.host, 443)
    const client = new TelegramClient(session, 1, 'any', {
        connection: here(connection.ConnectionTCPFull),
        baseLogger: new Logger('none'),
        retryDelay: 0,
        ...options,
    })
    const heard = new Heard()
    client.addEventHandler((event) => heard.put('new', event.message), new events.NewMessage({}))
    client.addEventHandler((event) => heard.put('edited', event.message), new edited.EditedMessage({}))
    client.addEventHandler((event) => heard.put('deleted', event.deletedIds), new deleted.DeletedMessage({}))
    client.addEventHandler((update) => heard.put(update.className, update), new events.Raw({}))
    await client.connect()
    return { client, heard }
}

/** Sign in, or up where the number has no account. */
async function enter(phone, { firstName = '', password = '' } = {}) {
    const device = await connected()
    await device.client.start({
        phoneNumber: `+${phone}`,
        phoneCode: async () => world.code,
        firstAndLastNames: async () => [firstName, ''],
        password: async () => password,
        onError: async (error) => {
            throw error
        },
    })
    return device
}

async function leave(device) {
    await device.client.destroy()
}

const hears = (device, words) => device.heard.take('new', (message) => message.message === words)
const hearsMedia = (device) => device.heard.take('new', (message) => Boolean(message.media))
const hearsAction = (device, kind) => device.heard.take('new', (message) => message.action instanceof kind)
const texts = (messages) => messages.map((message) => message.message)
const download = async (device, message, options) => digest(await device.client.downloadMedia(message, options))
const id = (person) => String(person.id)

async function account(scenario, ada, bob) {
    const { client } = ada.phone
    const theirs = bob.phone.client
    await scenario.does('username', async () => {
        await client.invoke(new Api.account.UpdateUsername({ username: 'ada_g' }))
        assert.equal(id(await theirs.getEntity('ada_g')), id(ada))
    }, { raw: true })
    await scenario.does('profile', async () => {
        await client.invoke(new Api.account.UpdateProfile({ lastName: 'Lovelace', about: 'counts' }))
        const full = await theirs.invoke(new Api.users.GetFullUser({ id: 'ada_g' }))
        assert.deepEqual([full.users[0].lastName, full.fullUser.about], ['Lovelace', 'counts'])
    }, { raw: true })
    await scenario.does('profile photo', async () => {
        const content = readFileSync(world.picture)
        const file = await client.uploadFile({ file: file_('ada.png', content), workers: 1 })
        await client.invoke(new Api.photos.UploadProfilePhoto({ file }))
        assert.ok((await theirs.downloadProfilePhoto('ada_g')).length > 1000)
    }, { raw: true })
    await scenario.does('contacts', async () => {
        const contact = new Api.InputPhoneContact({ clientId: 0, phone: BOB, firstName: 'Bobby', lastName: '' })
        const { imported } = await client.invoke(new Api.contacts.ImportContacts({ contacts: [contact] }))
        const { users } = await ada.tablet.client.invoke(new Api.contacts.GetContacts({ hash: 0 }))
        assert.deepEqual([imported.length, users.map((user) => user.firstName)], [1, ['Bobby']])
    }, { raw: true })
    await scenario.does('privacy', async () => {
        const rules = [new Api.InputPrivacyValueDisallowAll()]
        await client.invoke(new Api.account.SetPrivacy({ key: new Api.InputPrivacyKeyPhoneNumber(), rules }))
        assert.ok(!(await theirs.getEntity('ada_g')).phone)
    }, { raw: true })
    await scenario.does('presence', async () => {
        for (const offline of [true, false]) await theirs.invoke(new Api.account.UpdateStatus({ offline }))
        const online = Api.UserStatusOnline
        await ada.phone.heard.take('UpdateUserStatus', (told) => String(told.userId) === id(bob) && told.status instanceof online)
    }, { raw: true })
    let third
    await scenario.does('password', async () => {
        await client.updateTwoFaSettings({ newPassword: 'enchantress', hint: 'engine' })
        await assert.rejects(enter(ADA, { password: 'difference' }), /PASSWORD_HASH_INVALID/)
        third = await enter(ADA, { password: 'enchantress' })
        assert.equal(id(await third.client.getMe()), id(ada))
        await client.updateTwoFaSettings({ currentPassword: 'enchantress' })
    })
    await scenario.does('sessions', async () => {
        const listed = async () => (await client.invoke(new Api.account.GetAuthorizations())).authorizations
        const before = await listed()
        const { hash } = before.find((one) => !one.current)
        await assert.rejects(client.invoke(new Api.account.ResetAuthorization({ hash })), /FRESH_RESET/)
        await third.client.invoke(new Api.auth.LogOut())
        assert.equal((await listed()).length, before.length - 1)
        await leave(third)
    }, { raw: true })
    await scenario.does('QR code', async () => {
        const shown = await connected()
        const user = await shown.client.signInUserWithQrCode(CREDENTIALS, {
            qrCode: async ({ token }) => void (await client.invoke(new Api.auth.AcceptLoginToken({ token }))),
            onError: async (error) => {
                throw error
            },
        })
        assert.equal(id(user), id(ada))
        await shown.client.invoke(new Api.auth.LogOut())
        await leave(shown)
    }, { raw: true })
}

async function talk(scenario, ada, bob, carol) {
    const mine = ada.phone.client
    const theirs = bob.phone.client
    let sent, came
    await scenario.does('messages', async () => {
        sent = await mine.sendMessage('bob_g', { message: 'hello **Bob**' })
        came = await hears(bob.phone, 'hello Bob')
        assert.deepEqual([String(came.senderId), came.text], [id(ada), 'hello **Bob**'])
    })
    await scenario.does('devices in step', async () => {
        assert.ok((await hears(ada.tablet, 'hello Bob')).out)
        await hears(bob.tablet, 'hello Bob')
    })
    await scenario.does('history', async () => {
        assert.deepEqual(texts(await bob.tablet.client.getMessages('ada_g', { limit: 5 })), ['hello Bob'])
    })
    await scenario.does('replies', async () => {
        await theirs.sendMessage('ada_g', { message: 'hello Ada', replyTo: came.id })
        assert.equal((await hears(ada.phone, 'hello Ada')).replyTo.replyToMsgId, sent.id)
    })
    await scenario.does('edits', async () => {
        await mine.editMessage('bob_g', { message: sent.id, text: 'hello again' })
        await bob.phone.heard.take('edited', (message) => message.id === came.id && message.message === 'hello again')
    })
    await scenario.does('forwards', async () => {
        await mine.forwardMessages('carol_g', { messages: [sent.id], fromPeer: 'bob_g' })
        assert.equal(String((await hears(carol.phone, 'hello again')).fwdFrom.fromId.userId), id(ada))
    })
    await scenario.does('drafts', async () => {
        await mine.invoke(new Api.messages.SaveDraft({ peer: 'bob_g', message: 'not yet' }))
        assert.equal((await ada.tablet.heard.take('UpdateDraftMessage')).draft.message, 'not yet')
        await mine.invoke(new Api.messages.SaveDraft({ peer: 'bob_g', message: '' }))
    }, { raw: true })
    await scenario.does('pins', async () => {
        await mine.pinMessage('bob_g', sent.id, { notify: false })
        assert.deepEqual((await bob.phone.heard.take('UpdatePinnedMessages')).messages, [came.id])
    })
    await scenario.does('scheduled messages', async () => {
        await mine.sendMessage('bob_g', { message: 'in time', schedule: Math.floor(Date.now() / 1000) + 3600 })
        const { messages } = await mine.invoke(new Api.messages.GetScheduledHistory({ peer: 'bob_g', hash: 0 }))
        assert.deepEqual(texts(messages), ['in time'])
        await mine.invoke(new Api.messages.SendScheduledMessages({ peer: 'bob_g', id: [messages[0].id] }))
        await hears(bob.phone, 'in time')
    }, { raw: true })
    await scenario.does('reactions', async () => {
        const reaction = [new Api.ReactionEmoji({ emoticon: '🔥' })]
        await theirs.invoke(new Api.messages.SendReaction({ peer: 'ada_g', msgId: came.id, reaction }))
        await ada.phone.heard.take('UpdateMessageReactions')
        const [message] = await mine.getMessages('bob_g', { ids: [sent.id] })
        assert.deepEqual(message.reactions.results.map((one) => [one.reaction.emoticon, one.count]), [['🔥', 1]])
    }, { raw: true })
    await scenario.does('polls', () => poll(ada, bob), { raw: true })
    await scenario.does('search', async () => {
        assert.deepEqual(texts(await mine.getMessages('bob_g', { search: 'AGAIN' })), ['hello again'])
        assert.ok(texts(await theirs.getMessages(undefined, { search: 'hel aga', limit: 5 })).includes('hello again'))
    })
    await scenario.does('read receipts', async () => {
        await theirs.markAsRead('ada_g')
        await ada.phone.heard.take('UpdateReadHistoryOutbox', (update) => update.maxId >= sent.id)
    })
    await scenario.does('typing', async () => {
        await theirs.invoke(new Api.messages.SetTyping({ peer: 'ada_g', action: new Api.SendMessageTypingAction() }))
        await ada.phone.heard.take('UpdateUserTyping', (update) => String(update.userId) === id(bob))
    }, { raw: true })
    await scenario.does('deletions', async () => {
        await mine.deleteMessages('bob_g', [sent.id], { revoke: true })
        await bob.phone.heard.take('deleted', (ids) => ids.includes(came.id))
    })
    scenario.cannot('its catchUp is empty: it never asks what it missed while it was away', 'catching up')
}

async function poll(ada, bob) {
    const mine = ada.phone.client
    const words = (text) => new Api.TextWithEntities({ text, entities: [] })
    const answers = ['yes', 'no'].map((text) => new Api.PollAnswer({ text: words(text), option: Buffer.from(text) }))
    const media = (fields) => new Api.InputMediaPoll({ poll: new Api.Poll({ id: helpers.returnBigInt(0), ...fields }) })
    const asked = media({ question: words('Coming?'), answers, publicVoters: true })
    const randomId = helpers.generateRandomBigInt()
    await mine.invoke(new Api.messages.SendMedia({ peer: 'bob_g', media: asked, message: '', randomId }))
    const seen = await hearsMedia(bob.phone)
    await bob.phone.client.invoke(new Api.messages.SendVote({ peer: 'ada_g', msgId: seen.id, options: [Buffer.from('yes')] }))
    assert.equal((await ada.phone.heard.take('UpdateMessagePoll')).results.totalVoters, 1)
    const [own] = await mine.getMessages('bob_g', { limit: 1 })
    const ended = media({ question: words(''), answers: [], closed: true })
    await mine.invoke(new Api.messages.EditMessage({ peer: 'bob_g', id: own.id, media: ended }))
    const [closed] = await bob.phone.client.getMessages('ada_g', { ids: [seen.id] })
    assert.deepEqual([closed.media.poll.closed, closed.media.results.results.map((one) => one.voters)], [true, [1, 0]])
}

async function meet(scenario, ada, bob, carol) {
    const mine = ada.phone.client
    let chatId, group
    await scenario.does('groups', async () => {
        const created = await mine.invoke(new Api.messages.CreateChat({ users: ['bob_g'], title: 'Engine' }))
        chatId = created.updates.chats[0].id
        group = new Api.PeerChat({ chatId })
        await mine.sendMessage(group, { message: 'who is in?' })
        for (const device of [bob.phone, bob.tablet, ada.tablet]) {
            assert.equal(String((await hears(device, 'who is in?')).peerId.chatId), String(chatId))
        }
    }, { raw: true })
    await scenario.does('invite links', async () => {
        const { link } = await mine.invoke(new Api.messages.ExportChatInvite({ peer: group }))
        await carol.phone.client.invoke(new Api.messages.ImportChatInvite({ hash: link.split('+')[1] }))
        await hearsAction(ada.phone, Api.MessageActionChatJoinedByLink)
        const people = await carol.phone.client.getParticipants(group)
        assert.deepEqual(people.map((one) => one.firstName).sort(), ['Ada', 'Bob', 'Carol'])
    }, { raw: true })
    await scenario.does('group rights', async () => {
        await mine.invoke(new Api.messages.EditChatAdmin({ chatId, userId: 'bob_g', isAdmin: true }))
        const bannedRights = new Api.ChatBannedRights({ untilDate: 0, sendMessages: true })
        await mine.invoke(new Api.messages.EditChatDefaultBannedRights({ peer: group, bannedRights }))
        await assert.rejects(carol.phone.client.sendMessage(group, { message: 'may I?' }), /CHAT_WRITE_FORBIDDEN/)
        await bob.phone.client.sendMessage(group, { message: 'an administrator may' })
        await hears(carol.tablet, 'an administrator may')
    }, { raw: true })
    await scenario.does('leaving', async () => {
        await carol.phone.client.invoke(new Api.messages.DeleteChatUser({ chatId, userId: 'me' }))
        await hearsAction(bob.phone, Api.MessageActionChatDeleteUser)
    }, { raw: true })
}

const file_ = (name, content) => new uploads.CustomFile(name, content.length, '', content)

async function share(scenario, ada, bob) {
    const mine = ada.phone.client
    await scenario.does('photos', async () => {
        const sent = await mine.sendFile('bob_g', { file: world.picture })
        assert.equal(await download(bob.phone, await hearsMedia(bob.phone)), await download(ada.phone, sent))
    })
    await scenario.does('albums', async () => {
        await mine.sendFile('bob_g', { file: [world.picture, world.picture], caption: ['one', 'two'] })
        const both = [await hearsMedia(bob.phone), await hearsMedia(bob.phone)]
        assert.equal(new Set(both.map((one) => String(one.groupedId))).size, 1)
        assert.deepEqual(texts(both).sort(), ['one', 'two'])
    })
    await scenario.does('documents', async () => {
        const content = randomBytes(1_500_000)
        await mine.sendFile('bob_g', { file: file_('letter.bin', content), forceDocument: true })
        const came = await hearsMedia(bob.phone)
        assert.deepEqual([came.file.name, await download(bob.phone, came)], ['letter.bin', digest(content)])
    })
    await scenario.does('voice messages', async () => {
        const attributes = [new Api.DocumentAttributeAudio({ duration: 2, voice: true })]
        await mine.sendFile('bob_g', { file: world.voice, voiceNote: true, attributes })
        const came = await hearsMedia(bob.phone)
        assert.deepEqual([Boolean(came.voice), came.file.duration], [true, 2])
        assert.equal(await download(bob.phone, came), digest(readFileSync(world.voice)))
    })
    await scenario.does('stickers', async () => {
        const stickerset = new Api.InputStickerSetShortName({ shortName: 'chappe_semaphore' })
        await mine.invoke(new Api.messages.InstallStickerSet({ stickerset, archived: false }))
        const { documents } = await mine.invoke(new Api.messages.GetStickerSet({ stickerset, hash: 0 }))
        await mine.sendFile('bob_g', { file: documents[0] })
        const came = await hearsMedia(bob.phone)
        assert.ok(came.sticker)
        assert.equal((await bob.phone.client.downloadMedia(came)).length, Number(documents[0].size))
    }, { raw: true })
    await scenario.does('broken connections', async () => {
        const content = randomBytes(6_000_000)
        const [up, down] = [cutAtAThird(), cutAtAThird()]
        const file = file_('engine.bin', content)
        await mine.sendFile('bob_g', { file, forceDocument: true, progressCallback: (share) => up(share, 1) })
        const progressCallback = (passed, total) => down(Number(passed), Number(total))
        assert.equal(await download(bob.phone, await hearsMedia(bob.phone), { progressCallback }), digest(content))
        assert.ok(up.isDone && down.isDone)
    })
}

async function connections(scenario) {
    scenario.cannot('it has no end-to-end layer', 'secret chats')
    scenario.cannot('it has no such transport', 'HTTP')
    scenario.cannot('it knows permanent keys only', 'temporary keys')
    const obfuscated = here(connection.ConnectionTCPObfuscated)
    const sockets = { obfuscation: extensions.PromisedNetSockets, WebSocket: extensions.PromisedWebSockets }
    for (const [feature, networkSocket] of Object.entries(sockets)) {
        await scenario.does(feature, async () => {
            const device = await connected({ connection: obfuscated, networkSocket })
            assert.equal((await device.client.invoke(new Api.help.GetNearestDc())).thisDc, world.dc_id)
            await leave(device)
        })
    }
}

const scenario = new Scenario()
const phones = []
const people = []
await scenario.does('sign up', async () => {
    for (const [index, firstName] of ['Ada', 'Bob', 'Carol'].entries()) {
        phones.push(await enter(world.phones[index], { firstName }))
    }
})
await scenario.does('sign in by code', async () => {
    for (const [index, phone] of phones.entries()) {
        people.push({ id: (await phone.client.getMe()).id, phone, tablet: await enter(world.phones[index]) })
    }
})
const [ada, bob, carol] = people
await bob.phone.client.invoke(new Api.account.UpdateUsername({ username: 'bob_g' }))
await carol.phone.client.invoke(new Api.account.UpdateUsername({ username: 'carol_g' }))
await account(scenario, ada, bob)
await talk(scenario, ada, bob, carol)
await meet(scenario, ada, bob, carol)
await share(scenario, ada, bob)
await connections(scenario)
scenario.report(JSON.parse(readFileSync(new URL('node_modules/telegram/package.json', import.meta.url), 'utf8')).version)
process.exit(0)
