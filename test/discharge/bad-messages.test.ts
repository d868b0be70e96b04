import t from 'tap'
import { ackOf, adt, framed, house, LEFT, listening, Sender } from './scene.js'

/** What is wrong, how it is answered, and under which code a person finds it. */
const WRONG: readonly (readonly [string, string, 'AE' | 'AR', string, string])[] = [
  ['cut off in the middle of a field', adt().slice(0, adt().indexOf('PV1|') + 6), 'AE', '101', 'hl7/field'],
  ['cut off before the visit', adt({ without: ['PV1'] }), 'AE', '100', 'hl7/segment'],
  ['no patient', adt({ without: ['PID'] }), 'AE', '100', 'hl7/segment'],
  ['two patients', adt({ more: ['PID|2||1^^^EPI^MR||Autre^Anne||19500101'] }), 'AE', '100', 'hl7/segment'],
  ["no number of the hospital's own", adt({ pid: { 3: '85073003328^^^NISS^NN' } }), 'AE', '101', 'hl7/field'],
  ['no name', adt({ name: '^Hélène' }), 'AE', '101', 'hl7/field'],
  ['no date of birth', adt({ pid: { 7: '' } }), 'AE', '101', 'hl7/field'],
  ['a date of birth that is none', adt({ pid: { 7: '19850231' } }), 'AE', '102', 'hl7/field'],
  ['a birth to come', adt({ pid: { 7: '20270101' } }), 'AE', '102', 'discharge/incomplete'],
  ['no number of the visit', adt({ pv1: { 19: '' } }), 'AE', '101', 'hl7/field'],
  ['a discharge to come', adt({ left: '20261124104500' }), 'AE', '102', 'discharge/future'],
  ['a discharge at no time', adt({ left: '2026-11-23' }), 'AE', '102', 'hl7/field'],
  ['a ward that nobody knows', adt({ ward: 'XYZ' }), 'AE', '103', 'discharge/ward'],
  ['no control id', adt({ controlId: '' }), 'AE', '101', 'hl7/field'],
  ['another type', adt({ header: { 9: 'ORU^R01^ORU_R01' } }), 'AR', '200', 'hl7/type'],
  ['another event', adt({ event: 'A02' }), 'AR', '201', 'hl7/event'],
  ['a test message', adt({ header: { 11: 'T' } }), 'AR', '202', 'hl7/processing'],
  ['another version', adt({ header: { 12: '3.0' } }), 'AR', '203', 'hl7/version'],
  ['no header', adt().slice(4), 'AR', '100', 'hl7/unreadable'],
  ['a merge of nobody', adt({ event: 'A40' }), 'AE', '100', 'hl7/segment'],
]
const RULES = { wards: { CARDIO: { name: 'Cardiologie' } }, rules: [], default: 'general-follow-up', deceased: [] }

t.test('what is wrong with a message is answered with its code and kept for a person', async t => {
  const at = await house(t, { rules: RULES })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  for (const [what, message, code, condition, failure] of WRONG) {
    const ack = await sender.ask(message)
    t.match(ack, { code, conditions: [condition] }, what)
    const [letter] = await at.store.deadLetters({ all: false, limit: 1 })
    t.match(letter, { failure, acknowledgement: code, times: 1 }, what)
    t.equal((await at.store.deadLetter(letter!.id)).content.toString('latin1'), message, `${what}: kept whole`)
  }
  t.strictSame(await at.store.patients({ limit: 10 }), [], 'and nobody is entered')
  t.equal((await at.store.deadLetters({ all: false, limit: 100 })).length, WRONG.length)
})

t.test('a refusal says where the mistake is', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const modern = await sender.ask(adt({ controlId: 'E1', pid: { 7: '' } }))
  t.match(modern, { controlId: 'E1', text: 'Field PID-7 of the HL7 message is wrong (missing).' })
  t.match(modern.raw, /ERR\|\|PID\^1\^7\^1\^\|101\^Required field missing\^HL70357\|E\|hl7\/field\^\^L\|/)
  const old = await sender.ask(adt({ pid: { 7: '' }, header: { 12: '2.3' } }))
  t.match(old.raw, /\rERR\|PID\^1\^7\^101\r/, 'before version 2.5 in ERR-1')
})

t.test('no sentence about a refused message holds a name or a number of it', async t => {
  const at = await house(t, { rules: RULES })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const told: string[] = []
  for (const [, message] of WRONG) told.push((await sender.ask(message)).raw)
  const letters = await at.store.deadLetters({ all: true, limit: 100 })
  // A random id (the records' and an acknowledgement's own) may hold any three digits, and so may a time.
  const all = JSON.stringify([told, at.logged, letters])
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{20}\b/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, 'time')
  for (const personal of ['Dupr', 'Hélène', '4711', '475', '0900', '19850730', '85073003328', 'Quintard'])
    t.notMatch(all, personal)
})

t.test('the same refused message counts up, and is settled when it is sent again with success', async t => {
  const at = await house(t, { rules: RULES })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const message = adt({ ward: 'CHIR' })
  await sender.ask(message)
  t.equal((await sender.ask(message)).code, 'AE', 'a refusal is not remembered: the rules may have changed')
  t.match(await at.store.deadLetters({ all: false, limit: 10 }), [{ times: 2 }])
  at.state.rules = { ...RULES, wards: { CHIR: { name: 'Chirurgie' } } }
  t.equal((await sender.ask(message)).code, 'AA')
  t.strictSame(await at.store.deadLetters({ all: false, limit: 10 }), [])
  t.match(await at.store.deadLetters({ all: true, limit: 10 }), [{ settled: 'resent' }])
})

t.test('a person replays a refused message once its cause is gone, and once only', async t => {
  const at = await house(t, { rules: RULES })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const message = adt({ ward: 'CHIR' })
  await sender.ask(message)
  const [letter] = await at.store.deadLetters({ all: false, limit: 1 })
  await t.rejects(at.receiver.replay(letter!.id), { code: 'discharge/ward' })
  at.state.rules = { ...RULES, wards: { CHIR: { name: 'Chirurgie' } } }
  await at.receiver.replay(letter!.id)
  const [patient] = await at.store.patients({ limit: 1 })
  t.match(await at.store.dueCallsOf(patient!.id), [{ ward: 'Chirurgie', state: 'due' }])
  await t.rejects(at.receiver.replay(letter!.id), { code: 'hl7/settled' })
  t.equal((await sender.ask(message)).code, 'AA', 'sent again, it is done already')
  t.equal((await at.store.dueCallsOf(patient!.id)).length, 1)
})

t.test('a refused discharge that was cancelled since is not replayed', async t => {
  const at = await house(t, { rules: RULES })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt({ ward: 'CHIR' }))
  const [letter] = await at.store.deadLetters({ all: false, limit: 1 })
  await sender.ask(adt({ event: 'A13' }))
  at.state.rules = { ...RULES, wards: { CHIR: { name: 'Chirurgie' } } }
  await t.rejects(at.receiver.replay(letter!.id), { code: 'hl7/settled' })
  t.strictSame(await at.store.patients({ limit: 1 }), [])
})

t.test('a number that cannot be rung is left out, told as a warning, and the others are kept', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const ack = await sender.ask(adt({ phones: '0900 12 345~0475/12.34.56' }))
  t.match(ack, { code: 'AA', conditions: ['0'] })
  t.match(ack.raw, /\|W\|{4}A telephone number was left out \(premium\)\./)
  t.match(await at.store.patients({ limit: 1 }), [{ phones: [{ number: '+32475123456' }] }])
})

t.test("a patient whom nobody can ring is entered all the same: the call will be a nurse's", async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const ack = await sender.ask(adt({ phones: '0900 12 345~112~+1 202 555 0123' }))
  t.match(ack, { code: 'AA', conditions: ['0', '0', '0', '0'] })
  for (const why of ['premium', 'emergency', 'foreign', 'No telephone number']) t.match(ack.raw, why)
  t.equal((await sender.ask(adt({ patient: 'P2', visit: 'V2', phones: '' }))).code, 'AA')
  const all = await at.store.patients({ limit: 10 })
  t.match(all, [{ phones: [] }, { phones: [] }])
  t.match(await at.store.dueCallsOf(all[0]!.id), [{ state: 'due' }])
})

t.test('an event that the hospital sends to everybody is acknowledged, unread, where it is set so', async t => {
  const at = await house(t, { ignored: ['A02'] })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  t.equal((await sender.ask(adt({ event: 'A02' }))).code, 'AA')
  t.strictSame(await at.store.deadLetters({ all: true, limit: 10 }), [])
})

t.test('with the database gone the sender is told to try again, and nothing is lost', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await at.store.close()
  t.match(await sender.ask(adt()), { code: 'AR', conditions: ['207'] })
})

t.test('enhanced mode: what was kept, then what was done, each where it is wanted', async t => {
  const at = await house(t, { rules: RULES })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const asked = async (accept: string, application: string, told: Parameters<typeof adt>[0] = {}) => {
    const header = { ...told.header, 15: accept, 16: application }
    sender.send(framed(adt({ ...told, header })))
    sender.send(framed(adt({ controlId: 'LAST' })))
    const codes: string[] = []
    for (;;) {
      const ack = ackOf((await sender.answer()) ?? '')
      if (ack.controlId === 'LAST') return codes
      codes.push(ack.code)
    }
  }
  t.strictSame(await asked('AL', 'AL'), ['CA', 'AA'])
  t.strictSame(await asked('AL', 'NE'), ['CA'])
  t.strictSame(await asked('NE', 'AL'), ['AA'])
  t.strictSame(await asked('NE', 'NE'), [])
  t.strictSame(await asked('ER', 'ER'), [])
  t.strictSame(await asked('SU', 'SU'), ['CA', 'AA'])
  t.strictSame(await asked('AL', 'ER', { ward: 'XYZ' }), ['CA', 'AE'])
  t.strictSame(await asked('AL', 'AL', { header: { 12: '3.0' } }), ['CR'])
  t.strictSame(await asked('', 'AL'), ['AA'])
})

t.test('an acknowledgement is an HL7 message back to its sender', async t => {
  const at = await house(t)
  const sender = await Sender.to(t, (await listening(t, at)).port)
  const { raw } = await sender.ask(adt({ controlId: 'M1' }))
  t.match(
    raw,
    /^MSH\|\^~\\&\|JADE\|EPI\|HIS\|EPI\|20261123100000\+0000\|\|ACK\^A03\^ACK\|[0-9a-f]{20}\|P\|2\.5\rMSA\|AA\|M1\r$/,
  )
  const other = adt({ controlId: 'M2' }).replace(/\|/g, '#').replace('^~\\&', '!~\\&').replace(/\^/g, '!')
  t.match(
    (await sender.ask(other)).raw,
    /^MSH#!~\\&#JADE#EPI#HIS#EPI#.*#ACK!A03!ACK#/,
    "in the sender's own separators",
  )
  t.match(LEFT, /^\d{14}$/)
})
