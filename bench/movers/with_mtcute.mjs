// mtcute sends a file to itself and fetches it. What it is given and what it prints: mover.py.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'

const world = JSON.parse(process.argv[2])
const tell = (what) => console.log(JSON.stringify(what))
const dc = { id: world.dc_id, ipAddress: world.host, port: world.port }
addPublicKey(new NodeCryptoProvider(), readFileSync(world.public_key, 'utf8'))

async function moving(way, action) {
    const begun = performance.now()
    const done = await action((passed) => tell({ way, bytes: passed }))
    tell({ way, seconds: (performance.now() - begun) / 1000 })
    return done
}

const client = new TelegramClient({
    apiId: 1, apiHash: 'any', defaultDcs: { main: dc, media: dc }, logLevel: 0, storage: new MemoryStorage(),
})
await client.connect()
const sendCode = () => client.sendCode({ phone: world.phone })
const { phoneCodeHash } = await sendCode()
await client.signIn({ phone: world.phone, phoneCodeHash, phoneCode: world.code }).catch(() => {}) // nobody has the number
await client.call({ _: 'auth.signUp', phoneNumber: world.phone, phoneCodeHash, firstName: 'Mover', lastName: '' })
await client.call({ _: 'auth.logOut' })
await client.signIn({ phone: world.phone, phoneCodeHash: (await sendCode()).phoneCodeHash, phoneCode: world.code })
const file = { type: 'document', file: `file:${world.source}`, fileName: 'big.bin' }
const sent = await moving('up', (progressCallback) => client.sendMedia('me', file, { progressCallback }))
await moving('down', async (progressCallback) => { // downloadToFile returns before everything is written
    const target = openSync(world.target, 'w')
    for await (const chunk of client.downloadAsIterable(sent.media, { progressCallback })) writeSync(target, chunk)
    closeSync(target)
})
await client.destroy()
process.exit(0)
