// The frame of a scenario in JavaScript, as scenario.py beside it is in Python: features are done one after the
// other, what came of each is kept, and a report is printed as one JSON object.
import { createHash } from 'node:crypto'
import { createConnection } from 'node:net'

const SECONDS = 120

/** What the scenario was given: see tests/clients/matrix.py. */
export const world = JSON.parse(process.argv[2])

export class Scenario {
    came = {}

    /** Do a feature; `raw` where the client has no verb for some of it, `fault` is what is known to be wrong with it. */
    async does(feature, action, { raw = false, fault = '' } = {}) {
        let clock
        const late = new Promise((_, reject) => {
            clock = setTimeout(() => reject(new Error('took too long')), SECONDS * 1000)
        })
        try {
            await Promise.race([action(), late])
            this.came[feature] = raw ? 'raw' : 'own'
        } catch (error) {
            console.error(feature, error)
            this.came[feature] = fault ? `cannot: ${fault}` : `failed: ${error}`
        } finally {
            clearTimeout(clock)
        }
    }

    /** The client has no way to do these. */
    cannot(reason, ...features) {
        for (const feature of features) this.came[feature] = `cannot: ${reason}`
    }

    report(version) {
        console.log(JSON.stringify({ version, features: this.came }))
    }
}

/**
 * What a device was told, in order; `take` waits for one of them and takes it away. `tell` is for who wants to hear all
 * updates (in_step.mjs); it is handed on when the device starts again.
 */
export class Heard {
    events = []
    waiting = []

    constructor(tell = () => {}) {
        this.tell = tell
    }

    put(kind, event) {
        const found = this.waiting.findIndex((one) => one.kind === kind && one.fits(event))
        if (found >= 0) this.waiting.splice(found, 1)[0].resolve(event)
        else this.events.push({ kind, event })
    }

    /** Let go of all that nobody has taken. */
    forget() {
        this.events = []
    }

    take(kind, fits = () => true) {
        const found = this.events.findIndex((one) => one.kind === kind && fits(one.event))
        if (found >= 0) return Promise.resolve(this.events.splice(found, 1)[0].event)
        return new Promise((resolve) => this.waiting.push({ kind, fits, resolve }))
    }
}

/** A function that, given how much of a file has passed, cuts all connections once, at a third of it. */
export function cutAtAThird() {
    const cutter = (passed, total) => {
        if (cutter.isDone || passed <= total / 3) return
        cutter.isDone = true
        createConnection(world.knife, '127.0.0.1').resume()
    }
    cutter.isDone = false
    return cutter
}

export const digest = (bytes) => createHash('sha256').update(bytes).digest('hex')
