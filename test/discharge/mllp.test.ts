import { createConnection } from 'node:net'
import { Hl7Message } from '@medplum/core'
import { Hl7Client } from '@medplum/hl7'
import fc from 'fast-check'
import t from 'tap'
import { Frames } from '../../daemon/schedule/hl7/frames.js'
import { ackOf, adt, END, framed, house, listening, Sender, VT } from './scene.js'

const MB = 1024 * 1024
const taken = (frames: Frames, chunks: readonly Buffer[]) => [
  ...chunks.flatMap(chunk => [...frames.push(chunk)]),
  ...frames.end(),
]
const inPieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))

t.test('another implementation of the protocol is understood, and understands the answer', async t => {
  const at = await house(t)
  const client = new Hl7Client({ host: '127.0.0.1', port: (await listening(t, at)).port })
  t.teardown(() => client.close())
  const answer = await client.sendAndWait(Hl7Message.parse(adt({ controlId: 'M1', name: 'Dupre^Helene' })))
  t.equal(answer.getSegment('MSA')?.getComponent(1, 1), 'AA')
  t.equal(answer.getSegment('MSA')?.getComponent(2, 1), 'M1')
})

t.test('two messages in one packet are two messages, answered in order', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  sender.send(Buffer.concat([framed(adt({ controlId: 'A' })), framed(adt({ controlId: 'B', event: 'A08' }))]))
  t.equal(ackOf((await sender.answer()) ?? '').controlId, 'A')
  t.equal(ackOf((await sender.answer()) ?? '').controlId, 'B')
})

t.test('one message in ten packets, or in as many as it has bytes, is one message', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  sender.socket.setNoDelay(true)
  const whole = framed(adt({ controlId: 'A' }))
  for (const piece of inPieces(whole, Math.ceil(whole.length / 10))) {
    sender.send(piece)
    await new Promise(resolve => setImmediate(resolve))
  }
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AA', controlId: 'A' })
  t.match(taken(new Frames(), inPieces(whole, 1)), [{ type: 'message', bytes: whole.subarray(1, -2) }])
  t.end()
})

t.test('a sender that leaves out the last byte, or adds an end of line, is answered all the same', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  sender.send(`${VT}${adt({ controlId: 'A' })}\u001c`)
  t.equal(ackOf((await sender.answer()) ?? '').controlId, 'A')
  sender.send(`\r\n${VT}${adt({ controlId: 'B', event: 'A08' })}${END}\n`)
  t.equal(ackOf((await sender.answer()) ?? '').controlId, 'B')
  t.strictSame(await at.store.deadLetters({ all: true, limit: 10 }), [])
})

t.test('a message that another begins in is refused and kept, and the other is done', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  sender.send(`${VT}${adt({ controlId: 'A' }).slice(0, 120)}${VT}${adt({ controlId: 'B' })}${END}`)
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AR', controlId: 'A', conditions: ['100'] })
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AA', controlId: 'B' })
  t.match(await at.store.deadLetters({ all: true, limit: 10 }), [{ failure: 'hl7/truncated', controlId: 'A' }])
})

t.test('a connection that ends in the middle of a message leaves what came for a person', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  sender.send(`${VT}${adt({ controlId: 'A' }).slice(0, 200)}`)
  sender.socket.end()
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AR', controlId: 'A' })
  t.equal(await sender.answer(), undefined)
  t.match(await at.store.deadLetters({ all: true, limit: 10 }), [{ failure: 'hl7/truncated' }])
})

t.test('ten megabytes of junk cost a few kilobytes and end the connection, not the listener', async t => {
  const at = await house(t)
  const listener = await listening(t, at)
  const junk = await Sender.to(t, listener.port)
  junk.send(Buffer.alloc(10 * MB, 'x'))
  t.equal(await junk.answer(), undefined, 'noise is not answered')
  const [letter] = await at.store.deadLetters({ all: true, limit: 10 })
  t.match(letter, { failure: 'hl7/framing', times: 1 })
  t.equal((await at.store.deadLetter(letter!.id)).content.length, 4096)
  const sender = await Sender.to(t, listener.port)
  t.equal((await sender.ask(adt())).code, 'AA')
})

t.test('a message of ten megabytes is refused by its head, and the next one is read', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  sender.send(framed(`${adt({ controlId: 'BIG' })}\rOBX|1|${'x'.repeat(10 * MB)}`))
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AR', controlId: 'BIG', conditions: ['207'] })
  t.equal((await sender.ask(adt())).code, 'AA')
})

t.test('a message without a frame is told so, once its sender waits', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at, { messageMs: 50 })).port)
  sender.send(`${adt({ controlId: 'A' })}\r`)
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AR', controlId: 'A' })
  t.equal(await sender.answer(), undefined)
})

t.test('a sender that takes too long over one message is told so and let go', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at, { messageMs: 50 })).port)
  sender.send(`${VT}${adt({ controlId: 'SLOW' })}`)
  t.match(ackOf((await sender.answer()) ?? ''), { code: 'AR', controlId: 'SLOW', conditions: ['100'] })
  t.equal(await sender.answer(), undefined)
})

t.test('more senders than are allowed are turned away, and room is made when one leaves', async t => {
  const at = await house(t)
  const listener = await listening(t, at, { connections: 3 })
  const senders = await Promise.all(Array.from({ length: 3 }, () => Sender.to(t, listener.port)))
  for (const sender of senders) t.equal((await sender.ask(adt({ event: 'A08' }))).code, 'AA')
  const turnedAway = await Sender.to(t, listener.port)
  t.equal(await turnedAway.answer(), undefined)
  senders[0]?.socket.end()
  t.equal(await senders[0]?.answer(), undefined)
  t.equal((await (await Sender.to(t, listener.port)).ask(adt({ event: 'A08' }))).code, 'AA')
})

t.test('noise from anybody fills no table', async t => {
  const at = await house(t)
  const listener = await listening(t, at, { straysAnHour: 2 })
  for (let i = 0; i < 5; i++) {
    const sender = await Sender.to(t, listener.port)
    sender.socket.end(`noise ${i}`)
    await sender.answer()
  }
  t.equal((await at.store.deadLetters({ all: true, limit: 10 })).length, 2)
})

t.test('stopping answers what was begun, frees the port and leaves no connection', async t => {
  const at = await house(t)
  const listener = await listening(t, at)
  const [busy, idle] = [await Sender.to(t, listener.port), await Sender.to(t, listener.port)]
  busy.send(framed(adt({ controlId: 'A' })))
  t.equal(ackOf((await busy.answer()) ?? '').controlId, 'A')
  await listener.stop()
  t.equal(await busy.answer(), undefined)
  t.equal(await idle.answer(), undefined)
  t.equal(listener.connections(), 0)
  const refused = new Promise(resolve => createConnection(listener.port, '127.0.0.1').once('error', resolve))
  t.match(await refused, { code: 'ECONNREFUSED' })
})

t.test('however a stream is cut, the same comes out of it, and never more than the limits are kept', t => {
  const limits = { messageBytes: 64, keptBytes: 16 }
  /** The bytes that mean something, often. */
  const byte = fc.oneof(fc.constantFrom(0x0b, 0x1c, 0x0d, 0x0a), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
      const stream = Buffer.from(bytes)
      const whole = taken(new Frames(limits), [stream])
      const frames = new Frames(limits)
      const cut = inPieces(stream, size).flatMap(piece => {
        const out = [...frames.push(piece)]
        t.ok(frames.heldBytes <= 2 * limits.messageBytes + limits.keptBytes)
        return out
      })
      cut.push(...frames.end())
      t.ok(cut.every(({ bytes }) => bytes.length <= limits.messageBytes))
      return JSON.stringify(whole) === JSON.stringify(cut)
    }),
    { numRuns: 500 },
  )
  const messages = fc.array(
    fc.uint8Array({ maxLength: 60 }).map(all => all.filter(one => one !== 0x0b && one !== 0x1c)),
  )
  fc.assert(
    fc.property(messages, all => {
      const stream = Buffer.concat(all.map(one => Buffer.concat([Buffer.from([0x0b]), one, Buffer.from([0x1c, 0x0d])])))
      const out = taken(new Frames(limits), [stream])
      return (
        out.length === all.length && out.every(({ type, bytes }, at) => type === 'message' && bytes.equals(all[at]!))
      )
    }),
    { numRuns: 200 },
  )
  t.end()
})

t.test('no bytes whatever end the listener or go unanswered', { timeout: 300_000 }, async t => {
  const at = await house(t)
  const listener = await listening(t, at, { straysAnHour: 5 })
  const proper = adt()
  /** A message with a few bytes changed, taken out or put in. */
  const bent = fc
    .array(
      fc.tuple(
        fc.nat(proper.length),
        fc.constantFrom('', '|', '^', '~', '\\', '&', '\r', '"', '\u00ff', 'MSH', 'PID|', '9'),
        fc.nat(3),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map(edits => edits.reduce((text, [from, put, out]) => text.slice(0, from) + put + text.slice(from + out), proper))
  const noise = fc.string({ unit: 'binary', maxLength: 300 })
  await fc.assert(
    fc.asyncProperty(fc.oneof({ arbitrary: bent, weight: 4 }, { arbitrary: noise, weight: 1 }), async text => {
      const content = [...text].filter(one => one !== VT && one !== END[0]).join('')
      const sender = await Sender.to(t, listener.port)
      const ack = await sender.ask(content)
      sender.socket.destroy()
      return /\rMSA.(?:AA|AE|AR|CA|CR)/.test(ack.raw)
    }),
    { numRuns: 150 },
  )
  const failed = await at.store.deadLetters({ all: true, limit: 1000 })
  t.strictSame(
    failed.filter(({ failure }) => failure === 'hl7/failed').map(({ controlId }) => controlId),
    [],
    'no mistake of ours',
  )
  t.equal((await (await Sender.to(t, listener.port)).ask(adt({ event: 'A08' }))).code, 'AA')
})
