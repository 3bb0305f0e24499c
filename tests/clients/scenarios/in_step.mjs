// As in_step.py, for clients in JavaScript: one device of each of three people acts, the other one only hears, and knows
// the same in the end.
import assert from 'node:assert/strict'

const kindOf = (object) => (object._ ?? object.className).replace(/^[A-Z]/, (letter) => letter.toLowerCase())
const idOf = (peer) => String(peer.userId ?? `-${peer.chatId}`)
const counted = (reactions) => (reactions?.results ?? []).map((one) => [one.reaction.emoticon, one.count])

/** What a device knows of messages, chats and drafts, by the updates it was told. */
export class Mirror {
    texts = new Map()
    reactions = new Map()
    pinned = new Map()
    chats = new Map()
    changed = () => {}

    fold(update) {
        const kind = kindOf(update)
        if (kind === 'updateNewMessage' || kind === 'updateEditMessage') this.keep(update.message)
        else if (kind === 'updateShortMessage' || kind === 'updateShortChatMessage') this.keep(update)
        else if (kind === 'updateDeleteMessages') for (const id of update.messages) this.texts.delete(id)
        else if (kind === 'updateMessageReactions') this.reactions.set(update.msgId, counted(update.reactions))
        else if (kind === 'updatePinnedMessages') for (const id of update.messages) this.pinned.set(id, Boolean(update.pinned))
        else if (kind === 'updateReadHistoryInbox') this.chats.set(`read ${idOf(update.peer)}`, update.maxId)
        else if (kind === 'updateReadHistoryOutbox') this.chats.set(`read by others ${idOf(update.peer)}`, update.maxId)
        else if (kind === 'updateDraftMessage') this.chats.set(`draft ${idOf(update.peer)}`, update.draft.message ?? '')
        else if (kind === 'updateDialogPinned') this.chats.set(`on top ${idOf(update.peer.peer)}`, Boolean(update.pinned))
        else if (kind === 'updateDialogUnreadMark') this.chats.set(`marked ${idOf(update.peer.peer)}`, Boolean(update.unread))
        this.changed()
    }

    /** Take a message in, as it is now. */
    keep(message) {
        if (!message.message) return
        this.texts.set(message.id, message.message)
        this.reactions.set(message.id, counted(message.reactions))
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

    /** Send a text; its id. */
    async say(peer, message) {
        const sent = await this.call('messages.sendMessage', { peer, message, randomId: this.long(++this.sent) })
        const kinds = ['updateShortSentMessage', 'updateMessageID']
        return [sent, ...(sent.updates ?? [])].find((one) => kinds.includes(kindOf(one))).id
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
        }
        return {
            texts: messages.map((one) => [one.id, one.message]),
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
    for (const reader of [ada, bob, carol]) await reader.readAll()
    await ada.call('messages.updatePinnedMessage', { peer: ada.peers[group], id: third, silent: true })
    await carol.call('messages.saveDraft', { peer: carol.peers[group], message: `later, ${turn}` })
    const onTop = bob.make('inputDialogPeer', { peer: toAda })
    await bob.call('messages.toggleDialogPin', { peer: onTop, pinned: true })
    const marked = carol.make('inputDialogPeer', { peer: carol.peers[group] })
    await carol.call('messages.markDialogUnread', { peer: marked, unread: true })
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
