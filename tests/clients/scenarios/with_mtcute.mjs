// mtcute: three people with two devices each.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { IntermediatePacketCodec, Long, MemoryStorage, ObfuscatedPacketCodec, TcpTransport, TelegramClient, tl } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'

import { play } from './in_step.mjs'
import { cutAtAThird, digest, Heard, Scenario, world } from './scenario.mjs'

const [ADA, BOB, CAROL] = world.phones
const EVENTS = [
    'onNewMessage', 'onEditMessage', 'onMessageGroup', 'onDeleteMessage', 'onPollUpdate', 'onUserStatusUpdate', 'onUserTyping',
    'onHistoryRead', 'onRawUpdate',
]
const EMPTY = { storage: null, client: null, heard: null }
addPublicKey(new NodeCryptoProvider(), readFileSync(world.public_key, 'utf8'))

class Obfuscated extends TcpTransport {
    packetCodec() {
        return new ObfuscatedPacketCodec(new IntermediatePacketCodec())
    }
}

/** A device: its client, what it was told, and what it keeps when its program ends. */
async function connected({ tell, ...options } = {}) {
    const dc = { id: world.dc_id, ipAddress: world.host, port: world.port }
    const storage = options.storage ?? new MemoryStorage()
    const client = new TelegramClient({
        apiId: 1,
        apiHash: 'any',
        defaultDcs: { main: dc, media: dc },
        logLevel: 0,
        updates: { messageGroupingInterval: 250, catchUp: true },
        ...options,
        storage,
    })
    const heard = new Heard(tell)
    for (const kind of EVENTS) client[kind].add((event) => heard.put(kind, event))
    client.onRawUpdate.add(({ update }) => heard.tell(update))
    await client.connect()
    return { ...EMPTY, storage, client, heard }
}

async function signIn(device, phone, password = '') {
    const sent = await device.client.sendCode({ phone })
    try {
        await device.client.signIn({ phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: world.code })
    } catch (error) {
        if (!tl.RpcError.is(error, 'SESSION_PASSWORD_NEEDED')) throw error
        await device.client.checkPassword(password)
    }
    await device.client.startUpdatesLoop()
    return device
}

/** Make an account, and leave it again: a device that is ready to sign in. */
async function signUp(phone, firstName) {
    const device = await connected()
    const { phoneCodeHash } = await device.client.sendCode({ phone })
    await assert.rejects(device.client.signIn({ phone, phoneCodeHash, phoneCode: world.code }))
    await device.client.call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, firstName, lastName: '' })
    await device.client.call({ _: 'auth.logOut' })
    return device
}

const hears = (device, words) => device.heard.take('onNewMessage', (message) => message.text === words)
const hearsRaw = (device, kind) => device.heard.take('onRawUpdate', (info) => info.update._ === kind).then((info) => info.update)
const hearsMedia = (device) => device.heard.take('onNewMessage', (message) => message.media !== null && !message.isOutgoing)
const texts = (messages) => messages.map((message) => message.text)
const download = async (device, media, options) => digest(await device.client.downloadAsBuffer(media, options))

async function account(scenario, ada, bob) {
    const { client } = ada.phone
    await scenario.does('username', async () => {
        await client.setMyUsername('ada_m')
        assert.equal((await bob.phone.client.getUser('ada_m')).id, ada.id)
    })
    await scenario.does('profile', async () => {
        await client.updateProfile({ lastName: 'Lovelace', bio: 'counts' })
        const full = await bob.phone.client.getFullUser('ada_m')
        assert.deepEqual([full.lastName, full.bio], ['Lovelace', 'counts'])
    })
    await scenario.does('profile photo', async () => {
        await client.setMyProfilePhoto({ type: 'photo', media: `file:${world.picture}` })
        const shown = (await bob.phone.client.getFullUser('ada_m')).photo
        assert.ok((await bob.phone.client.downloadAsBuffer(shown.big)).length > 1000)
    })
    await scenario.does('contacts', async () => {
        const imported = await client.importContacts([{ phone: BOB, firstName: 'Bobby', lastName: '' }])
        assert.equal(imported.imported.length, 1)
        assert.deepEqual((await ada.tablet.client.getContacts()).map((user) => user.firstName), ['Bobby'])
    })
    await scenario.does('privacy', async () => {
        const rules = [{ _: 'inputPrivacyValueDisallowAll' }]
        await client.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeyPhoneNumber' }, rules })
        assert.equal((await bob.phone.client.getUser('ada_m')).phoneNumber, null)
    }, { raw: true })
    await scenario.does('presence', async () => {
        await bob.phone.client.setOnline(false)
        await bob.phone.client.setOnline(true)
        await ada.phone.heard.take('onUserStatusUpdate', (update) => update.userId === bob.id && update.status === 'online')
    })
    let third
    await scenario.does('password', async () => {
        await client.enableCloudPassword({ password: 'enchantress', hint: 'engine' })
        third = await connected()
        await assert.rejects(signIn(third, ADA, 'difference'), (error) => tl.RpcError.is(error, 'PASSWORD_HASH_INVALID'))
        await third.client.checkPassword('enchantress')
        await client.removeCloudPassword('enchantress')
    })
    await scenario.does('sessions', async () => {
        const listed = async () => (await client.call({ _: 'account.getAuthorizations' })).authorizations
        const before = await listed()
        const hash = before.find((one) => !one.current).hash
        await assert.rejects(client.call({ _: 'account.resetAuthorization', hash }), /FRESH_RESET/)
        await third.client.logOut()
        assert.equal((await listed()).length, before.length - 1)
        await third.client.destroy()
    }, { raw: true })
    await scenario.does('QR code', async () => {
        const shown = await connected()
        const accept = (url) => client.call({
            _: 'auth.acceptLoginToken', token: Buffer.from(url.split('token=')[1], 'base64url'),
        })
        assert.equal((await shown.client.signInQr({ onUrlUpdated: (url) => void accept(url) })).id, ada.id)
        await shown.client.logOut()
        await shown.client.destroy()
    }, { raw: true })
}

async function talk(scenario, ada, bob, carol) {
    const mine = ada.phone.client
    const theirs = bob.phone.client
    let sent, came
    await scenario.does('messages', async () => {
        sent = await mine.sendText('bob_m', { text: 'hello Bob', entities: [{ _: 'messageEntityBold', offset: 6, length: 3 }] })
        came = await hears(bob.phone, 'hello Bob')
        assert.deepEqual([came.sender.id, came.entities[0].kind], [ada.id, 'bold'])
    })
    await scenario.does('devices in step', async () => {
        assert.ok((await hears(ada.tablet, 'hello Bob')).isOutgoing)
        await hears(bob.tablet, 'hello Bob')
    })
    await scenario.does('history', async () => {
        assert.deepEqual(texts(await bob.tablet.client.getHistory('ada_m', { limit: 5 })), ['hello Bob'])
    })
    await scenario.does('replies', async () => {
        await theirs.replyText(came, 'hello Ada')
        assert.equal((await hears(ada.phone, 'hello Ada')).replyToMessage.id, sent.id)
    })
    await scenario.does('edits', async () => {
        await mine.editMessage({ message: sent, text: 'hello again' })
        await bob.phone.heard.take('onEditMessage', (message) => message.id === came.id && message.text === 'hello again')
    })
    await scenario.does('forwards', async () => {
        await mine.forwardMessagesById({ toChatId: 'carol_m', fromChatId: 'bob_m', messages: [sent.id] })
        assert.equal((await hears(carol.phone, 'hello again')).forward.sender.id, ada.id)
    })
    await scenario.does('drafts', async () => {
        await mine.saveDraft('bob_m', { message: 'not yet' })
        const told = await hearsRaw(ada.tablet, 'updateDraftMessage')
        assert.equal(told.draft.message, 'not yet')
        await mine.saveDraft('bob_m', null)
    })
    await scenario.does('pins', async () => {
        await mine.pinMessage({ message: sent, bothSides: true })
        assert.deepEqual((await hearsRaw(bob.phone, 'updatePinnedMessages')).messages, [came.id])
    })
    await scenario.does('scheduled messages', async () => {
        const later = await mine.sendText('bob_m', 'in time', { schedule: new Date(Date.now() + 3600_000) })
        assert.deepEqual(texts(await mine.getAllScheduledMessages('bob_m')), ['in time'])
        await mine.sendScheduled('bob_m', [later.id])
        await hears(bob.phone, 'in time')
    })
    await scenario.does('reactions', async () => {
        await theirs.sendReaction({ chatId: 'ada_m', message: came.id, emoji: '🔥' })
        await hearsRaw(ada.phone, 'updateMessageReactions')
        const [message] = await mine.getMessages('bob_m', sent.id)
        assert.deepEqual(message.reactions.reactions.map((one) => [one.emoji, one.count]), [['🔥', 1]])
    })
    await scenario.does('polls', async () => {
        const asked = await mine.sendMedia('bob_m', { type: 'poll', question: 'Coming?', answers: ['yes', 'no'], public: true })
        const seen = await hearsMedia(bob.phone)
        await theirs.sendVote({ chatId: 'ada_m', message: seen.id, options: 0 })
        assert.equal((await ada.phone.heard.take('onPollUpdate')).poll.voters, 1)
        const ended = await mine.closePoll({ message: asked })
        assert.deepEqual([ended.isClosed, ended.answers.map((one) => one.voters)], [true, [1, 0]])
    })
    await scenario.does('search', async () => {
        assert.deepEqual(texts(await mine.searchMessages({ chatId: 'bob_m', query: 'AGAIN' })), ['hello again'])
        assert.ok(texts(await theirs.searchGlobal({ query: 'hel aga' })).includes('hello again'))
    })
    await scenario.does('read receipts', async () => {
        await theirs.readHistory('ada_m')
        await ada.phone.heard.take('onHistoryRead', (update) => update.isOutbox && update.maxReadId >= sent.id)
    })
    await scenario.does('typing', async () => {
        await theirs.sendTyping('ada_m')
        await ada.phone.heard.take('onUserTyping', (update) => update.userId === bob.id)
    })
    await scenario.does('deletions', async () => {
        await mine.deleteMessages([sent])
        await bob.phone.heard.take('onDeleteMessage', (update) => update.messageIds.includes(came.id))
    })
}

/** Bob's tablet is switched off, and hears of what it missed once it is on again. */
async function beAway(scenario, ada, bob) {
    await scenario.does('catching up', async () => {
        const mine = ada.phone.client
        const old = await mine.sendText('bob_m', 'stays a while')
        const before = await hears(bob.tablet, 'stays a while')
        await bob.tablet.client.destroy()
        await mine.sendText('bob_m', 'missed')
        await mine.editMessage({ message: await mine.sendText('bob_m', 'mistaken'), text: 'corrected' })
        await mine.deleteMessages([await mine.sendText('bob_m', 'gone'), old])
        bob.tablet = await connected({ storage: bob.tablet.storage })
        await bob.tablet.client.startUpdatesLoop()
        await hears(bob.tablet, 'missed')
        await hears(bob.tablet, 'corrected')
        await bob.tablet.heard.take('onDeleteMessage', (update) => update.messageIds.includes(before.id))
        assert.deepEqual(texts(await bob.tablet.client.getHistory('ada_m', { limit: 2 })), ['corrected', 'missed'])
    })
}

async function meet(scenario, ada, bob, carol) {
    const mine = ada.phone.client
    let group
    await scenario.does('groups', async () => {
        group = (await mine.createGroup({ title: 'Engine', users: ['bob_m'] })).chat.id
        await mine.sendText(group, 'who is in?')
        for (const device of [bob.phone, bob.tablet, ada.tablet]) {
            assert.equal((await hears(device, 'who is in?')).chat.id, group)
        }
    })
    await scenario.does('invite links', async () => {
        const { link } = await mine.createInviteLink(group)
        await carol.phone.client.joinChat(link)
        await ada.phone.heard.take('onNewMessage', (message) => message.action?.type === 'user_joined_link')
        const people = await carol.phone.client.getChatMembers(group)
        assert.deepEqual(people.map((one) => one.user.firstName).sort(), ['Ada', 'Bob', 'Carol'])
    })
    await scenario.does('group rights', async () => {
        await mine.call({
            _: 'messages.editChatAdmin', chatId: -group, userId: await mine.resolveUser('bob_m'), isAdmin: true,
        })
        await mine.setChatDefaultPermissions(group, { sendMessages: true })
        await assert.rejects(carol.phone.client.sendText(group, 'may I?'), /CHAT_WRITE_FORBIDDEN/)
        await bob.phone.client.sendText(group, 'an administrator may')
        await hears(carol.tablet, 'an administrator may')
    }, { raw: true })
    await scenario.does('leaving', async () => {
        await carol.phone.client.leaveChat(group)
        await bob.phone.heard.take('onNewMessage', (message) => message.action?.type === 'user_left')
    })
}

/** The tablets only listen; where they are away, mtcute asks what they missed. */
async function stayInStep(scenario, people) {
    await play(scenario, people, {
        call: (device, query) => device.client.call(query),
        make: (name, fields) => ({ _: name, ...fields }),
        parts: (thing) => {
            if (!thing?._) return null
            const { _: name, ...fields } = thing
            return { name, fields }
        },
        long: (digits) => Long.fromString(digits),
        isLong: Long.isLong,
        pts: (person) => person.tablet.client._client.updates.pts,
        leave: (person) => person.tablet.client.destroy(),
        back: async (person) => {
            const { storage, heard: { tell } } = person.tablet
            person.tablet = await connected({ storage, tell })
            await person.tablet.client.startUpdatesLoop()
        },
        signUp: async (phone, name) => (await signUp(phone, name)).client.destroy(),
    }, { layer: tl.LAYER, usernames: ['ada_m', 'bob_m', 'carol_m'], catches_up: true })
    for (const { phone } of people) phone.heard.forget()
}

async function share(scenario, ada, bob) {
    const mine = ada.phone.client
    const photo = { type: 'photo', file: `file:${world.picture}` }
    await scenario.does('photos', async () => {
        const sent = await mine.sendMedia('bob_m', photo)
        assert.equal(await download(bob.phone, (await hearsMedia(bob.phone)).media), await download(ada.phone, sent.media))
    })
    await scenario.does('albums', async () => {
        await mine.sendMediaGroup('bob_m', [{ ...photo, caption: 'one' }, { ...photo, caption: 'two' }])
        assert.deepEqual(texts(await bob.phone.heard.take('onMessageGroup')), ['one', 'two'])
    })
    await scenario.does('documents', async () => {
        const file = randomBytes(1_500_000)
        await mine.sendMedia('bob_m', { type: 'document', file, fileName: 'letter.bin' })
        const { media } = await hearsMedia(bob.phone)
        assert.deepEqual([media.fileName, await download(bob.phone, media)], ['letter.bin', digest(file)])
        for (const length of [200_000, 131_072]) { // a stream, whose length nobody says; it ends in a part, and after one
            const bytes = file.subarray(0, length)
            await mine.sendMedia('bob_m', { type: 'document', file: new Blob([bytes]).stream(), fileName: 'stream.bin' })
            assert.equal(await download(bob.phone, (await hearsMedia(bob.phone)).media), digest(bytes))
        }
    })
    await scenario.does('voice messages', async () => {
        await mine.sendMedia('bob_m', { type: 'voice', file: `file:${world.voice}` })
        const { media } = await hearsMedia(bob.phone)
        assert.deepEqual([media.duration, await download(bob.phone, media)], [2, digest(readFileSync(world.voice))])
    })
    await scenario.does('stickers', async () => {
        const stickerset = { _: 'inputStickerSetShortName', shortName: 'chappe_semaphore' }
        await mine.call({ _: 'messages.installStickerSet', stickerset, archived: false })
        const set = await mine.getStickerSet('chappe_semaphore')
        await mine.sendMedia('bob_m', set.stickers[0].sticker.inputMedia)
        const { media } = await hearsMedia(bob.phone)
        assert.equal(media.type, 'sticker')
        assert.equal((await bob.phone.client.downloadAsBuffer(media)).length, media.fileSize)
    }, { raw: true })
    await scenario.does('broken connections', async () => {
        const file = randomBytes(6_000_000)
        const [up, down] = [cutAtAThird(), cutAtAThird()]
        await mine.sendMedia('bob_m', { type: 'document', file, fileName: 'engine.bin' }, { progressCallback: up })
        const { media } = await hearsMedia(bob.phone)
        assert.equal(await download(bob.phone, media, { progressCallback: down }), digest(file))
        assert.ok(up.isDone && down.isDone)
    })
}

async function connections(scenario) {
    scenario.cannot('it has no end-to-end layer', 'secret chats')
    scenario.cannot('its WebSocket transport is in @mtcute/web, which is for browsers', 'WebSocket')
    scenario.cannot('it has no such transport', 'HTTP')
    await scenario.does('obfuscation', async () => {
        const { client } = await connected({ transport: new Obfuscated() })
        assert.equal((await client.call({ _: 'help.getNearestDc' })).thisDc, world.dc_id)
        await client.destroy()
    })
    await scenario.does('temporary keys', async () => {
        const { client } = await connected({ network: { usePfs: true } })
        assert.equal((await client.call({ _: 'help.getNearestDc' })).thisDc, world.dc_id)
        await client.destroy()
    })
}

const scenario = new Scenario()
const people = []
const ready = []
await scenario.does('sign up', async () => {
    for (const [phone, name] of [[ADA, 'Ada'], [BOB, 'Bob'], [CAROL, 'Carol']]) ready.push(await signUp(phone, name))
}, { raw: true })
await scenario.does('sign in by code', async () => {
    for (const [index, phone] of world.phones.entries()) {
        const device = await signIn(ready[index], phone)
        people.push({
            id: (await device.client.getMe()).id, phone: device, tablet: await signIn(await connected(), phone),
        })
    }
})
const [ada, bob, carol] = people
await bob.phone.client.setMyUsername('bob_m')
await carol.phone.client.setMyUsername('carol_m')
await account(scenario, ada, bob)
await talk(scenario, ada, bob, carol)
await beAway(scenario, ada, bob)
await meet(scenario, ada, bob, carol)
await stayInStep(scenario, people)
await share(scenario, ada, bob)
await connections(scenario)
for (const person of people) for (const device of [person.phone, person.tablet]) await device.client.destroy()
const manifest = new URL('node_modules/@mtcute/node/package.json', import.meta.url)
scenario.report(JSON.parse(readFileSync(manifest, 'utf8')).version)
process.exit(0)
