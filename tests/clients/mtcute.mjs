// What a person does, done with mtcute: run by test_clients.py. Usage: mtcute.mjs HOST PORT DC_ID PEM_FILE PICTURE VOICE
// Prints what it saw as one JSON object.
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { MemoryStorage, SentCode, TelegramClient, tl } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'

const [host, port, dcId, pem, picture, voice] = process.argv.slice(2)
const ADA = '+9996622111'
const BOB = '+9996622112'
const CODE = '22222'
addPublicKey(new NodeCryptoProvider(), readFileSync(pem, 'utf8'))

async function connected() {
    const dc = { id: Number(dcId), ipAddress: host, port: Number(port) }
    const client = new TelegramClient({
        apiId: 1,
        apiHash: 'any',
        storage: new MemoryStorage(),
        defaultDcs: { main: dc, media: dc },
        logLevel: 0,
    })
    await client.connect()
    return client
}

async function signedIn(phone, firstName, password) {
    const client = await connected()
    const sent = await client.sendCode({ phone })
    try {
        await client.signIn({ phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: CODE })
    } catch (error) {
        if (tl.RpcError.is(error, 'SESSION_PASSWORD_NEEDED')) {
            await client.checkPassword(password)
        } else {
            await client.call({
                _: 'auth.signUp', phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash, firstName, lastName: '',
            })
            await client.notifyLoggedIn?.((await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }))[0])
        }
    }
    await client.startUpdatesLoop()
    return client
}

const seen = {}
const ada = await signedIn(ADA, 'Ada')
const bob = await signedIn(BOB, 'Bob')
seen.me = (await ada.getMe()).firstName
await ada.updateProfile({ lastName: 'Lovelace', bio: 'counts' })
await ada.setMyUsername('ada_m')
const full = await ada.getFullUser('me')
seen.profile = [full.lastName, full.bio, full.username]

await ada.setMyProfilePhoto({ type: 'photo', media: `file:${picture}` })
seen.photo = (await ada.getFullUser('me')).photo !== null

const imported = await ada.importContacts([{ phone: BOB, firstName: 'Bobby', lastName: '' }])
seen.imported = imported.imported.length
seen.contacts = (await ada.getContacts()).map((user) => user.firstName)
seen.resolved = (await bob.resolveUser('ada_m'))._

const heard = new Promise((resolve) => bob.onNewMessage.add((message) => resolve(message.text)))
const bobId = (await bob.getMe()).id
const sent = await ada.sendText(bobId, 'hello Bob')
seen.heard = await heard
seen.history = (await bob.getHistory('ada_m', { limit: 5 })).map((message) => message.text)
await ada.editMessage({ message: sent, text: 'hello again' })
seen.edited = (await ada.getHistory(bobId, { limit: 1 })).map((message) => message.text)
const [came] = await bob.getHistory('ada_m', { limit: 1 })
await bob.sendReaction({ chatId: 'ada_m', message: came.id, emoji: ['🔥', '❤️'] })
const [reacted] = await ada.getHistory(bobId, { limit: 1 })
seen.reactions = reacted.reactions.reactions.map((one) => [one.emoji, one.count])
seen.found = (await ada.searchMessages({ chatId: bobId, query: 'AGAIN' })).map((message) => message.text)
seen['found everywhere'] = (await bob.searchGlobal({ query: 'hel aga' })).map((message) => message.text)

const asked = await ada.sendMedia(bobId, { type: 'poll', question: 'Coming?', answers: ['yes', 'no'], public: true })
const [theirs] = await bob.getHistory('ada_m', { limit: 1 })
const voted = await bob.sendVote({ chatId: 'ada_m', message: theirs.id, options: 0 })
const ended = await ada.closePoll({ message: asked })
seen.poll = [[voted.answers.findIndex((one) => one.chosen)], ended.answers.map((one) => one.voters), ended.isClosed]

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
const letter = randomBytes(1_500_000)
await ada.sendMedia(bobId, { type: 'document', file: letter, fileName: 'letter.bin' })
await ada.sendMedia(bobId, { type: 'voice', file: `file:${voice}` })
const photo = { type: 'photo', file: `file:${picture}` }
const album = await ada.sendMediaGroup(bobId, [photo, { ...photo, caption: 'both' }])
const files = (await bob.getHistory('ada_m', { limit: 4 })).reverse()
const got = []
for (const one of files) got.push(hash(await bob.downloadAsBuffer(one.media)))
seen.files = {
    document: [files[0].media.fileName, got[0] === hash(letter)],
    voice: [files[1].media.duration, got[1] === hash(readFileSync(voice))],
    album: [new Set(files.slice(2).map((one) => String(one.groupedId))).size, files[3].text],
    photo: got[2] === got[3] && got[2] === hash(await ada.downloadAsBuffer(album[0].media)),
}

seen.dialogs = []
for await (const dialog of bob.iterDialogs()) seen.dialogs.push(dialog.peer.firstName)

const rules = await ada.call({
    _: 'account.setPrivacy',
    key: { _: 'inputPrivacyKeyPhoneNumber' },
    rules: [{ _: 'inputPrivacyValueDisallowAll' }],
})
seen.privacy = rules.rules.map((rule) => rule._)

const shown = await connected()
const letIn = (url) => ada.call({
    _: 'auth.acceptLoginToken', token: Buffer.from(url.split('token=')[1], 'base64url'),
})
seen['qr code'] = (await shown.signInQr({ onUrlUpdated: (url) => void letIn(url) })).firstName
await shown.logOut()
await shown.destroy()

await ada.enableCloudPassword({ password: 'enchantress', hint: 'engine' })
try {
    await signedIn(ADA, '', 'difference')
    seen['wrong password'] = 'accepted'
} catch (error) {
    seen['wrong password'] = tl.RpcError.is(error, 'PASSWORD_HASH_INVALID') ? 'refused' : String(error)
}
const second = await signedIn(ADA, '', 'enchantress')
seen['second device'] = (await second.getMe()).id === (await ada.getMe()).id
const devices = await ada.call({ _: 'account.getAuthorizations' })
seen.devices = devices.authorizations.filter((device) => !device.passwordPending).length
await second.logOut()
for (const client of [ada, bob, second]) await client.destroy()
console.log(JSON.stringify(seen))
process.exit(0)
