// The acts of in_step/ for clients in JavaScript: they are played by in_step_remote.py, which is lent the devices here.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

import { world } from './scenario.mjs'

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())

/**
 * Play all acts. `client` is what a scenario lends: `call` a method of the API through a device, `make` one of its objects
 * of its name and fields, `parts` the name and the fields of one that came, or null if it is none; `long` and `isLong`
 * for numbers of 64 bits; `leave` and `back` for the second device of a person, and `pts`, how far it has come by its own
 * account, or null; `signUp` for a phone and a name.
 */
export async function play(scenario, people, client, about) {
    const program = spawn(world.python, [`${world.scenarios}/in_step_remote.py`], { stdio: ['pipe', 'pipe', 'inherit'] })
    program.stdin.on('error', () => {}) // updates still come when it has ended, and is told no more
    const tell = (thing) => program.stdin.write(`${JSON.stringify(thing)}\n`)
    const sayable = (thing) => {
        if (Array.isArray(thing)) return thing.map(sayable)
        if (client.isLong(thing)) return { long: String(thing) }
        if (thing instanceof Uint8Array) return { bytes: Buffer.from(thing).toString('base64') }
        const parts = client.parts(thing)
        if (!parts) return thing
        const fields = Object.entries(parts.fields).map(([name, value]) => [snake(name), sayable(value)])
        return { _: parts.name, ...Object.fromEntries(fields) }
    }
    const made = (thing) => {
        if (Array.isArray(thing)) return thing.map(made)
        if (thing === null || typeof thing !== 'object') return thing
        const { _: name, ...fields } = thing
        if (!name) return 'long' in thing ? client.long(thing.long) : Buffer.from(thing.bytes, 'base64')
        return client.make(name, Object.fromEntries(Object.entries(fields).map(([key, value]) => [camel(key), made(value)])))
    }
    const listen = (who) => {
        for (const [device, { heard }] of [['first', people[who].phone], ['second', people[who].tablet]]) {
            heard.tell = (update) => tell({ who, device, update: sayable(update) })
        }
    }
    const deeds = {
        call: (person, query) => client.call(person.phone, made(query)),
        callSecond: (person, query) => client.call(person.tablet, made(query)),
        leave: (person) => client.leave(person),
        back: (person) => client.back(person),
        pts: async (person) => client.pts(person),
        signUp: (_, { phone, name }) => client.signUp(phone, name),
    }
    people.forEach((_, who) => listen(who))
    tell({ ...about, newcomers: world.newcomers })
    for await (const line of createInterface({ input: program.stdout })) {
        const { features, number, who, do: deed, with: what } = JSON.parse(line)
        if (features) Object.assign(scenario.came, features)
        else {
            deeds[deed](people[who], what).then(
                (answer) => tell({ number, answer: sayable(answer) ?? null }),
                (error) => tell({ number, error: String(error.message ?? error) }),
            )
        }
    }
}
