// GramJS: three people with two devices each.
import assert from 'node:assert/strict'
import { createPublicKey, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { play } from './in_step.mjs'
import { cutAtAThird, digest, Heard, Scenario, world } from './scenario.mjs'

const require = createRequire(import.meta.url)
const bigInt = require('big-integer')
const { Api, TelegramClient } = require('telegram')
const { CustomFile } = require('telegram/client/uploads')
const { _serverKeys } = require('telegram/crypto/RSA')
const { NewMessage, Raw } = require('telegram/events')
const { DeletedMessage } = require('telegram/events/DeletedMessage')
const { EditedMessage } = require('telegram/events/EditedMessage')
const { Logger, PromisedWebSockets } = require('telegram/extensions')
const { readBigIntFromBuffer } = require('telegram/Helpers')
const { ConnectionTCPFull, ConnectionTCPObfuscated } = require('telegram/network')
const { StringSession } = require('telegram/sessions')
const { LAYER } = require('telegram/tl/AllTLObjects')

const [ADA, BOB, CAROL] = world.phones.map((phone) => `+${phone}`)
const CREDENTIALS = { apiId: 1, apiHash: 'any' }
const EVENTS = { NewMessage, EditedMessage, DeletedMessage, Raw }

const { n, e } = createPublicKey(readFileSync(world.public_key)).export({ format: 'jwk' })
const number = (text) => readBigIntFromBuffer(Buffer.from(text, 'base64url'), false)
_serverKeys.set(world.fingerprint, { n: number(n), e: number(e).toJSNumber() })

/** A way to connect that leads to the server: GramJS itself knows no ports but 80 and 443. */
const here = (Connection) => class extends Connection {
    constructor(options) {
        super({ ...options, ip: world.host, port: world.port })
    }
}

/** A device: its client, and what it was told. */
async function connected(Connection = ConnectionTCPFull, options = {}) {
    const session = new StringSession('')
    session.setDC(world.dc_id, world.host, 443)
    const { apiId, apiHash } = CREDENTIALS
    const silent = new Logger('none')
    const client = new TelegramClient(session, apiId, apiHash, { connection: here(Connection), baseLogger: silent, ...options })
    const heard = new Heard()
    for (const [kind, Event] of Object.entries(EVENTS)) client.addEventHandler((event) => heard.put(kind, event), new Event({}))
    client.addEventHandler((update) => update.className && heard.tell(update), new Raw({}))
    await client.connect()
    return { client, heard }
}

/** What signInUser asks for; the first mistake ends it. */
const answers = (phone, name, password) => ({
    phoneNumber: phone,
    phoneCode: async () => world.code,
    firstAndLastNames: async () => [name, ''],
    password: async () => password,
    onError: (error) => { throw error },
})

async function signIn(device, phone, password = '') {
    await device.client.signInUser(CREDENTIALS, answers(phone, '', password))
    return device
}

/** Make an account, and leave it again: a device that is ready to sign in. */
async function signUp(phone, name) {
    const device = await connected()
    await device.client.signInUser(CREDENTIALS, answers(phone, name, ''))
    await device.client.invoke(new Api.auth.LogOut())
    return device
}

const hears = async (device, words) => (await device.heard.take('NewMessage', ({ message }) => message.message === words)).message
const hearsRaw = (device, Kind, fits = () => true) => device.heard.take('Raw', (update) => update instanceof Kind && fits(update))
const hearsMedia = async (device) => (await device.heard.take('NewMessage', ({ message }) => message.media)).message
const hearsAction = (device, Kind) => hearsRaw(device, Api.UpdateNewMessage, ({ message }) => message.action instanceof Kind)
const texts = (messages) => Array.from(messages, (message) => message.message)
const download = async (device, message, options) => digest(await device.client.downloadMedia(message, options))

async function account(scenario, ada, bob) {
    const { client } = ada.phone
    await scenario.does('username', async () => {
        await client.invoke(new Api.account.UpdateUsername({ username: 'ada_g' }))
        assert.equal(String((await bob.phone.client.getEntity('ada_g')).id), ada.id)
    }, { raw: true })
    await scenario.does('profile', async () => {
        await client.invoke(new Api.account.UpdateProfile({ lastName: 'Lovelace', about: 'counts' }))
        const full = await bob.phone.client.invoke(new Api.users.GetFullUser({ id: 'ada_g' }))
        assert.deepEqual([full.users[0].lastName, full.fullUser.about], ['Lovelace', 'counts'])
    }, { raw: true })
    await scenario.does('profile photo', async () => {
        const picture = readFileSync(world.picture)
        const file = await client.uploadFile({ file: new CustomFile('ada.png', picture.length, '', picture), workers: 1 })
        await client.invoke(new Api.photos.UploadProfilePhoto({ file }))
        assert.ok((await bob.phone.client.downloadProfilePhoto('ada_g')).length > 1000)
    }, { raw: true })
    await scenario.does('contacts', async () => {
        const contacts = [new Api.InputPhoneContact({ clientId: 0, phone: BOB, firstName: 'Bobby', lastName: '' })]
        assert.equal((await client.invoke(new Api.contacts.ImportContacts({ contacts }))).imported.length, 1)
        const listed = await ada.tablet.client.invoke(new Api.contacts.GetContacts({ hash: 0 }))
        assert.deepEqual(listed.users.map((user) => user.firstName), ['Bobby'])
    }, { raw: true })
    await scenario.does('privacy', async () => {
        const rules = [new Api.InputPrivacyValueDisallowAll()]
        await client.invoke(new Api.account.SetPrivacy({ key: new Api.InputPrivacyKeyPhoneNumber(), rules }))
        assert.equal((await bob.phone.client.getEntity('ada_g')).phone, null)
    }, { raw: true })
    await scenario.does('presence', async () => {
        for (const offline of [true, false]) await bob.phone.client.invoke(new Api.account.UpdateStatus({ offline }))
        await hearsRaw(ada.phone, Api.UpdateUserStatus, (update) =>
            String(update.userId) === bob.id && update.status instanceof Api.UserStatusOnline)
    }, { raw: true })
    let third
    await scenario.does('password', async () => {
        await client.updateTwoFaSettings({ isCheckPassword: false, newPassword: 'enchantress', hint: 'engine' })
        third = await connected()
        await assert.rejects(signIn(third, ADA, 'difference'), /PASSWORD_HASH_INVALID/)
        await signIn(third, ADA, 'enchantress')
        await client.updateTwoFaSettings({ isCheckPassword: false, currentPassword: 'enchantress' })
    })
    await scenario.does('sessions', async () => {
        const listed = async () => (await client.invoke(new Api.account.GetAuthorizations())).authorizations
        const before = await listed()
        const { hash } = before.find((one) => !one.current)
        await assert.rejects(client.invoke(new Api.account.ResetAuthorization({ hash })), /FRESH_RESET/)
        await third.client.invoke(new Api.auth.LogOut())
        assert.equal((await listed()).length, before.length - 1)
        await third.client.destroy()
    }, { raw: true })
    await scenario.does('QR code', async () => {
        const shown = await connected()
        const user = await shown.client.signInUserWithQrCode(CREDENTIALS, {
            qrCode: ({ token }) => client.invoke(new Api.auth.AcceptLoginToken({ token })),
            onError: (error) => { throw error },
        })
        assert.equal(String(user.id), ada.id)
        await shown.client.invoke(new Api.auth.LogOut())
        await shown.client.destroy()
    }, { raw: true })
}

async function talk(scenario, ada, bob, carol) {
    const mine = ada.phone.client
    const theirs = bob.phone.client
    let sent, came
    await scenario.does('messages', async () => {
        sent = await mine.sendMessage('bob_g', { message: 'hello **Bob**' })
        came = await hears(bob.phone, 'hello Bob')
        assert.ok(came.entities[0] instanceof Api.MessageEntityBold)
        assert.equal(String(came.senderId), ada.id)
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
        assert.equal((await hears(ada.phone, 'hello Ada')).replyToMsgId, sent.id)
    })
    await scenario.does('edits', async () => {
        await mine.editMessage('bob_g', { message: sent.id, text: 'hello again' })
        await bob.phone.heard.take('EditedMessage', ({ message }) => message.id === came.id && message.message === 'hello again')
    })
    await scenario.does('forwards', async () => {
        await mine.forwardMessages('carol_g', { messages: [sent.id], fromPeer: 'bob_g' })
        assert.equal(String((await hears(carol.phone, 'hello again')).fwdFrom.fromId.userId), ada.id)
    })
    await scenario.does('drafts', async () => {
        await mine.invoke(new Api.messages.SaveDraft({ peer: 'bob_g', message: 'not yet' }))
        assert.equal((await hearsRaw(ada.tablet, Api.UpdateDraftMessage)).draft.message, 'not yet')
        await mine.invoke(new Api.messages.SaveDraft({ peer: 'bob_g', message: '' }))
    }, { raw: true })
    await scenario.does('pins', async () => {
        await mine.pinMessage('bob_g', sent.id)
        assert.deepEqual((await hearsRaw(bob.phone, Api.UpdatePinnedMessages)).messages, [came.id])
    })
    await scenario.does('scheduled messages', async () => {
        const later = await mine.sendMessage('bob_g', { message: 'in time', schedule: Math.floor(Date.now() / 1000) + 3600 })
        const listed = await mine.invoke(new Api.messages.GetScheduledHistory({ peer: 'bob_g', hash: 0 }))
        assert.deepEqual(texts(listed.messages), ['in time'])
        await mine.invoke(new Api.messages.SendScheduledMessages({ peer: 'bob_g', id: [later.id] }))
        await hears(bob.phone, 'in time')
    }, { raw: true })
    await scenario.does('reactions', async () => {
        const reaction = [new Api.ReactionEmoji({ emoticon: '🔥' })]
        await theirs.invoke(new Api.messages.SendReaction({ peer: 'ada_g', msgId: came.id, reaction }))
        await hearsRaw(ada.phone, Api.UpdateMessageReactions)
        const [{ reactions }] = await mine.getMessages('bob_g', { ids: sent.id })
        assert.deepEqual(reactions.results.map((one) => [one.reaction.emoticon, one.count]), [['🔥', 1]])
    }, { raw: true })
    await scenario.does('polls', () => poll(ada, bob), { raw: true })
    await scenario.does('search', async () => {
        assert.deepEqual(texts(await mine.getMessages('bob_g', { search: 'AGAIN' })), ['hello again'])
        assert.ok(texts(await theirs.getMessages(undefined, { search: 'hel aga' })).includes('hello again'))
    })
    await scenario.does('read receipts', async () => {
        await theirs.markAsRead('ada_g')
        await hearsRaw(ada.phone, Api.UpdateReadHistoryOutbox, (update) => update.maxId >= sent.id)
    })
    await scenario.does('typing', async () => {
        await theirs.invoke(new Api.messages.SetTyping({ peer: 'ada_g', action: new Api.SendMessageTypingAction() }))
        await hearsRaw(ada.phone, Api.UpdateUserTyping, (update) => String(update.userId) === bob.id)
    }, { raw: true })
    await scenario.does('deletions', async () => {
        await mine.deleteMessages('bob_g', [sent.id], { revoke: true })
        await bob.phone.heard.take('DeletedMessage', (event) => event.deletedIds.includes(came.id))
    })
}

async function poll(ada, bob) {
    const words = (text) => new Api.TextWithEntities({ text, entities: [] })
    const asked = (fields) => new Api.InputMediaPoll({ poll: new Api.Poll({ id: 0, ...fields }) })
    const options = ['yes', 'no'].map((name) => new Api.PollAnswer({ text: words(name), option: Buffer.from(name) }))
    const question = asked({ question: words('Coming?'), answers: options, publicVoters: true })
    const sent = await ada.phone.client.sendFile('bob_g', { file: question })
    const seen = await hearsMedia(bob.phone)
    await bob.phone.client.invoke(new Api.messages.SendVote({ peer: 'ada_g', msgId: seen.id, options: [options[0].option] }))
    assert.equal((await hearsRaw(ada.phone, Api.UpdateMessagePoll)).results.totalVoters, 1)
    const media = asked({ question: words(''), answers: [], closed: true })
    await ada.phone.client.invoke(new Api.messages.EditMessage({ peer: 'bob_g', id: sent.id, media }))
    const [ended] = await bob.phone.client.getMessages('ada_g', { ids: seen.id })
    assert.ok(ended.media.poll.closed)
    assert.deepEqual(ended.media.results.results.map((one) => one.voters), [1, 0])
}

async function meet(scenario, ada, bob, carol) {
    const mine = ada.phone.client
    let group
    await scenario.does('groups', async () => {
        const { updates } = await mine.invoke(new Api.messages.CreateChat({ title: 'Engine', users: ['bob_g'] }))
        group = updates.chats[0].id
        await mine.sendMessage(group.negate(), { message: 'who is in?' })
        for (const device of [bob.phone, bob.tablet, ada.tablet]) {
            assert.equal(String((await hears(device, 'who is in?')).chatId), String(group.negate()))
        }
    }, { raw: true })
    await scenario.does('invite links', async () => {
        const peer = new Api.InputPeerChat({ chatId: group })
        const { link } = await mine.invoke(new Api.messages.ExportChatInvite({ peer }))
        await carol.phone.client.invoke(new Api.messages.ImportChatInvite({ hash: link.split('+')[1] }))
        await hearsAction(ada.phone, Api.MessageActionChatJoinedByLink)
        const people = await carol.phone.client.getParticipants(group.negate())
        assert.deepEqual(Array.from(people, (one) => one.firstName).sort(), ['Ada', 'Bob', 'Carol'])
    }, { raw: true })
    await scenario.does('group rights', async () => {
        await mine.invoke(new Api.messages.EditChatAdmin({ chatId: group, userId: 'bob_g', isAdmin: true }))
        const bannedRights = new Api.ChatBannedRights({ sendMessages: true, untilDate: 0 })
        await mine.invoke(new Api.messages.EditChatDefaultBannedRights({ peer: group.negate(), bannedRights }))
        await assert.rejects(carol.phone.client.sendMessage(group.negate(), { message: 'may I?' }), /CHAT_WRITE_FORBIDDEN/)
        await bob.phone.client.sendMessage(group.negate(), { message: 'an administrator may' })
        await hears(carol.tablet, 'an administrator may')
    }, { raw: true })
    await scenario.does('leaving', async () => {
        await carol.phone.client.invoke(new Api.messages.DeleteChatUser({ chatId: group, userId: 'me' }))
        await hearsAction(bob.phone, Api.MessageActionChatDeleteUser)
    }, { raw: true })
}

/** The tablets only listen; where they are away, GramJS is made to ask what they missed. */
async function stayInStep(scenario, people) {
    await play(scenario, people, {
        call: ({ client }, query) => client.invoke(query),
        make: (name, fields) => {
            const names = name.replace(/(^|\.)[a-z](?=[^.]*$)/, (letters) => letters.toUpperCase()).split('.')
            return new (names.reduce((room, part) => room[part], Api))(fields)
        },
        parts: (thing) => {
            if (!thing?.className) return null
            const { flags, flags2, ...fields } = thing.originalArgs
            return { name: thing.className, fields }
        },
        long: bigInt,
        isLong: bigInt.isInstance,
        pts: () => null,
        leave: ({ tablet }) => tablet.client.disconnect(),
        back: ({ tablet }) => tablet.client.connect(),
        signUp: async (phone, name) => (await signUp(`+${phone}`, name)).client.destroy(),
    }, { layer: LAYER, usernames: ['ada_g', 'bob_g', 'carol_g'], catches_up: false })
    for (const { phone } of people) phone.heard.forget()
}

async function share(scenario, ada, bob) {
    const mine = ada.phone.client
    await scenario.does('photos', async () => {
        const sent = await mine.sendFile('bob_g', { file: world.picture })
        assert.equal(await download(bob.phone, await hearsMedia(bob.phone)), await download(ada.phone, sent))
    })
    await scenario.does('albums', async () => {
        await mine.sendFile('bob_g', { file: [world.picture, world.picture], caption: ['one', 'two'] })
        const [first, second] = [await hearsMedia(bob.phone), await hearsMedia(bob.phone)]
        assert.ok(first.groupedId.equals(second.groupedId))
        assert.deepEqual([first.message, second.message].sort(), ['one', 'two'])
    })
    await scenario.does('documents', async () => {
        const file = randomBytes(1_500_000)
        await mine.sendFile('bob_g', { file: new CustomFile('letter.bin', file.length, '', file) })
        const came = await hearsMedia(bob.phone)
        assert.deepEqual([came.file.name, await download(bob.phone, came)], ['letter.bin', digest(file)])
    })
    await scenario.does('voice messages', async () => {
        const attributes = [new Api.DocumentAttributeAudio({ duration: 2, voice: true })]
        await mine.sendFile('bob_g', { file: world.voice, voiceNote: true, attributes })
        const came = await hearsMedia(bob.phone)
        const spoken = came.voice.attributes.find((one) => one instanceof Api.DocumentAttributeAudio)
        assert.deepEqual([spoken.duration, await download(bob.phone, came)], [2, digest(readFileSync(world.voice))])
    })
    await scenario.does('stickers', async () => {
        const stickerset = new Api.InputStickerSetShortName({ shortName: 'chappe_semaphore' })
        await mine.invoke(new Api.messages.InstallStickerSet({ stickerset, archived: false }))
        const { documents } = await mine.invoke(new Api.messages.GetStickerSet({ stickerset, hash: 0 }))
        await mine.sendFile('bob_g', { file: documents[0] })
        const came = await hearsMedia(bob.phone)
        assert.equal((await bob.phone.client.downloadMedia(came)).length, Number(came.sticker.size))
    }, { raw: true })
    await scenario.does('broken connections', async () => {
        const file = randomBytes(6_000_000)
        const [up, down] = [cutAtAThird(), cutAtAThird()]
        const engine = new CustomFile('engine.bin', file.length, '', file)
        await mine.sendFile('bob_g', { file: engine, progressCallback: (passed) => up(passed, 1) })
        const came = await hearsMedia(bob.phone)
        const progressCallback = (passed, total) => down(Number(passed), Number(total))
        assert.equal(await download(bob.phone, came, { progressCallback }), digest(file))
        assert.ok(up.isDone && down.isDone)
    })
}

async function connections(scenario) {
    scenario.cannot('it has no end-to-end layer', 'secret chats')
    scenario.cannot('it has no such transport', 'HTTP')
    scenario.cannot('it knows permanent keys only', 'temporary keys')
    scenario.cannot('it never asks what it missed while it was away', 'catching up')
    const reaches = async (...how) => {
        const { client } = await connected(...how)
        assert.equal((await client.invoke(new Api.help.GetNearestDc())).thisDc, world.dc_id)
        await client.destroy()
    }
    await scenario.does('obfuscation', () => reaches(ConnectionTCPObfuscated))
    await scenario.does('WebSocket', () => reaches(ConnectionTCPObfuscated, { networkSocket: PromisedWebSockets }))
}

const scenario = new Scenario()
const people = []
const ready = []
await scenario.does('sign up', async () => {
    for (const [phone, name] of [[ADA, 'Ada'], [BOB, 'Bob'], [CAROL, 'Carol']]) ready.push(await signUp(phone, name))
})
await scenario.does('sign in by code', async () => {
    for (const [index, phone] of [ADA, BOB, CAROL].entries()) {
        const device = await signIn(ready[index], phone)
        const id = String((await device.client.getMe()).id)
        people.push({ id, phone: device, tablet: await signIn(await connected(), phone) })
    }
})
const [ada, bob, carol] = people
await bob.phone.client.invoke(new Api.account.UpdateUsername({ username: 'bob_g' }))
await carol.phone.client.invoke(new Api.account.UpdateUsername({ username: 'carol_g' }))
await account(scenario, ada, bob)
await talk(scenario, ada, bob, carol)
await meet(scenario, ada, bob, carol)
await stayInStep(scenario, people)
await share(scenario, ada, bob)
await connections(scenario)
for (const person of people) for (const device of [person.phone, person.tablet]) await device.client.destroy()
scenario.report(require('telegram/package.json').version)
process.exit(0)
