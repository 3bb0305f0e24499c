// As in_step.py, for clients in JavaScript: one device of each of three people acts, the other one only hears, and knows
// the same in the end.
import assert from 'node:assert/strict'

const kindOf = (object) => (object._ ?? object.className).replace(/^[A-Z]/, (letter) => letter.toLowerCase())
const idOf = (peer) => String(peer.userId ?? `-${peer.chatId}`)
const kindOfMedia = (message) => (message.media ? kindOf(message.media) : '')
const DAY = 86_400
const NEVER = 2 ** 31 - 1
const counted = (reactions) => (reactions?.results ?? []).map((one) => [one.reaction.emoticon, one.count])

/** What a device knows of messages, chats, drafts and what is scheduled, by the updates it was told. */
export class Mirror {
    texts = new Map()
    media = new Map()
    scheduled = new Map()
    reactions = new Map()
    pinned = new Map()
    chats = new Map()
    changed = () => {}

    fold(update) {
        const kind = kindOf(update)
        if (kind === 'updateNewMessage' || kind === 'updateEditMessage') this.keep(update.message)
        else if (kind === 'updateShortMessage' || kind === 'updateShortChatMessage') this.keep(update)
        else if (kind === 'updateDeleteMessages') for (const id of update.messages) this.texts.delete(id)
        else if (kind === 'updateNewScheduledMessage') this.scheduled.set(update.message.id, update.message.message)
        else if (kind === 'updateDeleteScheduledMessages') for (const id of update.messages) this.scheduled.delete(id)
        else if (kind === 'updateMessageReactions') this.reactions.set(update.msgId, counted(update.reactions))
        else if (kind === 'updatePinnedMessages') for (const id of update.messages) this.pinned.set(id, Boolean(update.pinned))
        else if (kind === 'updateReadHistoryInbox') this.chats.set(`read ${idOf(update.peer)}`, update.maxId)
        else if (kind === 'updateReadHistoryOutbox') this.chats.set(`read by others ${idOf(update.peer)}`, update.maxId)
        else if (kind === 'updateDraftMessage') this.chats.set(`draft ${idOf(update.peer)}`, update.draft.message ?? '')
        else if (kind === 'updateDialogPinned') this.chats.set(`on top ${idOf(update.peer.peer)}`, Boolean(update.pinned))
        else if (kind === 'updateDialogUnreadMark') this.chats.set(`marked ${idOf(update.peer.peer)}`, Boolean(update.unread))
        else if (kind === 'updateFolderPeers') for (const one of update.folderPeers) this.chats.set(`folder ${idOf(one.peer)}`, one.folderId)
        else if (kind === 'updatePeerHistoryTTL') this.chats.set(`timer ${idOf(update.peer)}`, update.ttlPeriod ?? 0)
        else if (kind === 'updateNotifySettings') this.chats.set(`muted ${idOf(update.peer.peer)}`, Boolean(update.notifySettings.muteUntil))
        this.changed()
    }

    /** Take a message in, as it is now. */
    keep(message) {
        if (!message.message) return
        this.texts.set(message.id, message.message)
        this.reactions.set(message.id, counted(message.reactions))
        this.media.set(message.id, kindOfMedia(message))
    }

    /** Wait until it knows what is true; nothing else may be there. */
    async comesTo(truth, since) {
        for (;;) {
            const changed = new Promise((resolve) => { this.changed = resolve })
            try {
                assert.deepEqual(this.known(truth, since), truth)
                return
            } catch (difference) {
                const clock = setTimeout(() => console.error(difference.message), 10_000)
                await changed
                clearTimeout(clock)
            }
        }
    }

    known(truth, since) {
        const texts = [...this.texts].filter(([id]) => id > since).sort(([one], [other]) => one - other)
        const ids = texts.map(([id]) => id)
        const chats = Object.entries(truth.chats).map(([key, value]) => [key, this.chats.get(key) ?? NOTHING[typeof value]])
        return {
            texts,
            media: ids.map((id) => [id, this.media.get(id)]),
            scheduled: [...this.scheduled].sort(([one], [other]) => one - other),
            reactions: ids.map((id) => [id, this.reactions.get(id)]),
            pinned: ids.filter((id) => this.pinned.get(id)),
            chats: Object.fromEntries(chats),
        }
    }
}

const NOTHING = { boolean: false, number: 0, string: '' }

/**
 * A person: how the first device acts, and what the second one knows. `call` is a method of the API by its full name,
 * `make` one of its objects, `long` a number of 64 bits; `peers` are the chats it is about, by id.
 */
export class Hand {
    peers = {}
    since = 0
    sent = 0

    constructor({ call, make, long }, mirror) {
        Object.assign(this, { call, make, long, mirror })
    }

    /** Send a text, or a media with one; its id. */
    async say(peer, message, how = {}) {
        const method = how.media ? 'messages.sendMedia' : 'messages.sendMessage'
        const sent = await this.call(method, { peer, message, randomId: this.long(++this.sent), ...how })
        const kinds = ['updateShortSentMessage', 'updateMessageID']
        return [sent, ...(sent.updates ?? [])].find((one) => kinds.includes(kindOf(one))).id
    }

    /** Send a message of a chat on to another one. */
    async forward(fromPeer, id, toPeer) {
        await this.call('messages.forwardMessages', { fromPeer, toPeer, id: [id], randomId: [this.long(++this.sent)] })
    }

    /** Look at nothing that was before. */
    async begin() {
        this.since = await this.say(this.make('inputPeerSelf'), 'from here on')
    }

    /** The messages of a chat since then that are texts. */
    async history(chat) {
        const bounds = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: this.since }
        const found = await this.call('messages.getHistory', { peer: this.peers[chat], hash: this.long(0), ...bounds })
        return found.messages.filter((one) => one.message)
    }

    async find(chat, words) {
        return (await this.history(chat)).find((one) => one.message === words).id
    }

    async readAll() {
        for (const [chat, peer] of Object.entries(this.peers)) {
            await this.call('messages.readHistory', { peer, maxId: (await this.history(chat))[0].id })
        }
    }

    /** What the server says, in the shape of `Mirror`. */
    async truth() {
        const messages = []
        for (const chat of Object.keys(this.peers)) messages.push(...await this.history(chat))
        messages.sort((one, other) => one.id - other.id)
        const wanted = Object.values(this.peers).map((peer) => this.make('inputDialogPeer', { peer }))
        const chats = {}
        for (const dialog of (await this.call('messages.getPeerDialogs', { peers: wanted })).dialogs) {
            const chat = idOf(dialog.peer)
            chats[`read ${chat}`] = dialog.readInboxMaxId
            chats[`read by others ${chat}`] = dialog.readOutboxMaxId
            chats[`draft ${chat}`] = dialog.draft?.message ?? ''
            chats[`on top ${chat}`] = Boolean(dialog.pinned)
            chats[`marked ${chat}`] = Boolean(dialog.unreadMark)
            chats[`folder ${chat}`] = dialog.folderId ?? 0
            chats[`timer ${chat}`] = dialog.ttlPeriod ?? 0
            chats[`muted ${chat}`] = Boolean(dialog.notifySettings.muteUntil)
        }
        const scheduled = []
        for (const peer of Object.values(this.peers)) {
            const waiting = await this.call('messages.getScheduledHistory', { peer, hash: this.long(0) })
            scheduled.push(...waiting.messages.map((one) => [one.id, one.message]))
        }
        return {
            texts: messages.map((one) => [one.id, one.message]),
            media: messages.map((one) => [one.id, kindOfMedia(one)]),
            scheduled: scheduled.sort(([one], [other]) => one - other),
            reactions: messages.map((one) => [one.id, counted(one.reactions)]),
            pinned: messages.filter((one) => one.pinned).map((one) => one.id),
            chats,
        }
    }
}

/** All that devices have to be told of; `turn` is part of every text. */
export async function act([ada, bob, carol], group, turn) {
    const [toBob] = Object.entries(ada.peers).filter(([chat]) => chat !== group).map(([, peer]) => peer)
    const [toAda] = Object.entries(bob.peers).filter(([chat]) => chat !== group).map(([, peer]) => peer)
    await ada.say(toBob, `one, ${turn}`)
    await bob.say(toAda, `two, ${turn}`)
    const third = await ada.say(ada.peers[group], `three, ${turn}`)
    await carol.say(carol.peers[group], `four, ${turn}`)
    const gone = await bob.say(bob.peers[group], `gone, ${turn}`)
    await ada.call('messages.editMessage', { peer: ada.peers[group], id: third, message: `better, ${turn}` })
    await bob.call('messages.deleteMessages', { id: [gone], revoke: true })
    const reaction = [carol.make('reactionEmoji', { emoticon: '🔥' })]
    const liked = await carol.find(group, `better, ${turn}`)
    await carol.call('messages.sendReaction', { peer: carol.peers[group], msgId: liked, reaction })
    await shareAndSchedule(bob, toAda, group, turn)
    for (const reader of [ada, bob, carol]) await reader.readAll()
    await ada.call('messages.updatePinnedMessage', { peer: ada.peers[group], id: third, silent: true })
    await carol.call('messages.saveDraft', { peer: carol.peers[group], message: `later, ${turn}` })
    const onTop = bob.make('inputDialogPeer', { peer: toAda })
    await bob.call('messages.toggleDialogPin', { peer: onTop, pinned: true })
    const marked = carol.make('inputDialogPeer', { peer: carol.peers[group] })
    await carol.call('messages.markDialogUnread', { peer: marked, unread: true })
    const archived = carol.make('inputFolderPeer', { peer: carol.peers[group], folderId: 1 })
    await carol.call('folders.editPeerFolders', { folderPeers: [archived] })
    await bob.call('messages.setHistoryTTL', { peer: toAda, period: DAY * turn.length }) // another one in each turn
    const loud = bob.make('inputNotifyPeer', { peer: bob.peers[group] })
    const settings = bob.make('inputPeerNotifySettings', { muteUntil: NEVER })
    await bob.call('account.updateNotifySettings', { peer: loud, settings })
}

/** A contact, a dice, something forwarded; what is scheduled: one message is sent before its time, one waits. */
async function shareAndSchedule(bob, toAda, group, turn) {
    const zoe = bob.make('inputMediaContact', { phoneNumber: '1', firstName: 'Zoe', lastName: '', vcard: '' })
    await bob.say(toAda, `five, ${turn}`, { media: zoe })
    const thrown = await bob.say(bob.peers[group], `six, ${turn}`, { media: bob.make('inputMediaDice', { emoticon: '🎲' }) })
    await bob.forward(bob.peers[group], thrown, toAda)
    const scheduleDate = Math.floor(Date.now() / 1000) + DAY
    const early = await bob.say(toAda, `seven, ${turn}`, { scheduleDate })
    await bob.say(toAda, `eight, ${turn}`, { scheduleDate })
    await bob.call('messages.sendScheduledMessages', { peer: toAda, id: [early] })
}

/** The second device of everybody comes to know what the server tells the first. */
export async function agree(hands) {
    for (const hand of hands) await hand.mirror.comesTo(await hand.truth(), hand.since)
}

/** Ask for what was missed since a state, to the end, for a client that does not ask by itself. */
export async function catchUp(call, mirror, state) {
    for (;;) {
        const missed = await call('updates.getDifference', { pts: state.pts, date: state.date, qts: state.qts })
        for (const message of missed.newMessages ?? []) mirror.keep(message)
        for (const update of missed.otherUpdates ?? []) mirror.fold(update)
        if (kindOf(missed) !== 'updates.differenceSlice') return
        state = missed.intermediateState
    }
}
