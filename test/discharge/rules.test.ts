import t from 'tap'
import { parseTexts } from '../../daemon/dialogue/parse.js'
import type { Stay } from '../../daemon/domain/discharge.js'
import { applyRules, EVERY_WARD, namedIn, rulesSchema } from '../../daemon/schedule/discharges/rules.js'
import { adt, house, listening, NOW, Sender } from './scene.js'

const YAML = `# Which discharge is followed up by which questionnaire.
site: Hornu
wards:
  CARDIO: { name: Cardiologie }
  CHIR: { name: Chirurgie, site: Baudour }
  HJ: { name: Hôpital de jour }
rules:
  - when: { disposition: ["02", "07"] }
    protocol: none
  - when: { ward: CARDIO, diagnosis: "I50*" }
    protocol: heart-failure
  - when: { ward: [CHIR, HJ], procedure: ["47.*", "51.23"] }
    protocol: after-surgery-day-1
default: general-follow-up
deceased: ["20"]
`
const rules = parseTexts(rulesSchema, YAML, 'rules.yaml')
const stay = { id: { authority: 'EPI', number: 'V1' }, ward: 'CARDIO', dischargedAt: NOW }

t.test('ward, procedure and diagnosis choose the protocol; the first rule that fits wins', t => {
  const chosen = (more: object) => applyRules(rules, { ...stay, ...more }, 'usual')
  t.strictSame(chosen({}), { site: 'Hornu', ward: 'Cardiologie', protocol: 'general-follow-up' })
  t.match(chosen({ diagnoses: ['E11', 'I50.0'] }), { protocol: 'heart-failure' })
  t.match(chosen({ ward: 'chir', diagnoses: ['I50.0'] }), { protocol: 'general-follow-up', site: 'Baudour' })
  t.match(chosen({ ward: 'CHIR', procedures: ['47.01'] }), { protocol: 'after-surgery-day-1' })
  t.match(chosen({ ward: 'HJ', procedures: ['51.23'], site: 'Ath' }), { protocol: 'after-surgery-day-1', site: 'Ath' })
  t.match(chosen({ disposition: '02', diagnoses: ['I50.0'] }), { protocol: undefined }, 'to another hospital')
  t.match(chosen({ protocol: 'discharge-talk' }), { protocol: 'discharge-talk' }, "the hospital's own choice")
  t.throws(() => chosen({ ward: 'XYZ' }), { code: 'discharge/ward', facts: { ward: 'XYZ' } })
  t.throws(() => applyRules({ ...rules, default: undefined }, stay, ''), { code: 'discharge/rule' })
  t.strictSame(applyRules(EVERY_WARD, { ...stay, ward: 'ANY' }, 'Hornu'), {
    ...{ site: 'Hornu', ward: 'ANY', protocol: 'general-follow-up' },
  })
  t.strictSame(namedIn(rules).at(-1), { protocol: 'general-follow-up', path: ['default'] })
  t.end()
})

t.test('a mistake in the rules is told with its line', t => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    [YAML.replace('site: Hornu', 'sites: Hornu'), /line 1, file/],
    [YAML.replace('protocol: heart-failure', 'protocol: Heart failure'), /line 11, rules\.1\.protocol/],
    [YAML.replace('{ ward: CARDIO, diagnosis: "I50*" }', '{}'), /line 10, rules\.1\.when: a rule names at least one/],
    [YAML.replace('ward: CARDIO,', 'wards: CARDIO,'), /line 10, rules\.1\.when/],
    [YAML.replace('[CHIR, HJ]', '[CHIR, HJ'), /line 1[23], file/],
  ]
  for (const [text, reason] of wrong)
    t.throws(() => parseTexts(rulesSchema, text, 'rules.yaml'), { code: 'protocol/invalid', message: reason })
  t.end()
})

t.test('who goes to another hospital is not rung, who died neither', async t => {
  const at = await house(t, { rules })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  t.equal((await sender.ask(adt({ pv1: { 36: '02' } }))).code, 'AA')
  t.strictSame(await at.store.patients({ limit: 1 }), [])
  await sender.ask(adt())
  t.equal((await sender.ask(adt({ visit: 'V2', pv1: { 36: '20' } }))).code, 'AA')
  const [patient] = await at.store.patients({ limit: 1 })
  t.ok(patient?.deceasedAt)
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }])
})

t.test('a death that is told with an update, as where the patient went, ends the calls', async t => {
  const at = await house(t, { rules })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  t.equal((await sender.ask(adt({ event: 'A08', pv1: { 36: '20' } }))).code, 'AA')
  const [patient] = await at.store.patients({ limit: 1 })
  t.ok(patient?.deceasedAt)
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }])
  t.equal((await sender.ask(adt({ event: 'A08', patient: 'STRANGER', pv1: { 36: '20' } }))).code, 'AA')
})

for (const event of ['A08', 'A03'])
  t.test(
    `a stay that is followed up no more (${event}) ends its calls; corrected once more, it has them again`,
    async t => {
      const at = await house(t, { rules })
      const sender = await Sender.to(t, (await listening(t, at)).port)
      await sender.ask(adt({ patient: 'OTHER', visit: 'V9' }))
      await sender.ask(adt())
      const [other, patient] = await at.store.patients({ limit: 2 })
      const moved = { event, phones: '0496/98.76.54', pv1: { 36: '02' } }
      for (const time of ['once', 'and once more']) {
        t.equal((await sender.ask(adt(moved))).code, 'AA')
        t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }], time)
      }
      t.match(await at.store.patient(patient!.id), { phones: [{ number: '+32496987654' }] })
      t.match(await at.store.dueCallsOf(other!.id), [{ state: 'due' }])
      t.equal((await sender.ask(adt({ event: 'A08' }))).code, 'AA')
      t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'due', ward: 'Cardiologie' }])
    },
  )

t.test('what is not followed up is told, in a file, apart from what was ended by it', async t => {
  const at = await house(t, { rules })
  const told = (number: string, disposition?: string) => ({
    patient: { id: { authority: 'EPI', number }, givenName: 'Anne', familyName: 'Nom', birthDate: '1950-07-30' },
    stay: { ...stay, id: { authority: 'EPI', number }, ...(disposition !== undefined && { disposition }) },
  })
  await at.discharges.accept(told('1'))
  const list = [told('1', '02'), told('2', '02'), told('3')]
  const outcomes = async () =>
    (await at.discharges.acceptAll(list)).map(one => ('outcome' in one ? [one.outcome, one.withoutNumber] : one.code))
  t.strictSame(await outcomes(), [
    ['ended', undefined],
    ['not-called', undefined],
    ['planned', true],
  ])
  t.strictSame(await outcomes(), [
    ['not-called', undefined],
    ['not-called', undefined],
    ['known', true],
  ])
  t.equal((await at.store.patients({ limit: 9 })).length, 2)
})

t.test(
  'a row that the rules cannot take leaves the others of a file alone, somebody who died among them too',
  async t => {
    const at = await house(t, { rules })
    const told = (number: string, more: Partial<Stay> = {}) => ({
      patient: { id: { authority: 'EPI', number }, givenName: 'Anne', familyName: 'Nom', birthDate: '1950-07-30' },
      stay: { ...stay, id: { authority: 'EPI', number }, ...more },
    })
    const list = [told('1', { disposition: '20' }), told('2', { protocol: 'gone' }), told('3')]
    t.strictSame(
      (await at.discharges.acceptAll(list)).map(one => ('outcome' in one ? one.outcome : one.code)),
      ['unknown', 'protocol/unknown', 'planned'],
    )
    await at.store.close()
    await t.rejects(at.discharges.acceptAll(list), 'a database that is gone refuses no row')
  },
)

t.test('an admission that was none gives no calls to a stay that is not followed up', async t => {
  const at = await house(t, { rules })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  await sender.ask(adt())
  await sender.ask(adt({ pv1: { 36: '02' } }))
  const again = { visit: 'V2', pv1: { 44: '20261123190000', 45: '' } }
  await sender.ask(adt({ ...again, event: 'A01' }))
  await sender.ask(adt({ ...again, event: 'A11' }))
  const [patient] = await at.store.patients({ limit: 1 })
  t.match(await at.store.dueCallsOf(patient!.id), [{ state: 'cancelled' }])
  t.equal(patient?.readmittedAt, undefined)
})

t.test('a protocol of the rules that is not here is refused, and kept for when it is', async t => {
  const at = await house(t, { rules: { ...EVERY_WARD, default: 'gone' } })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  t.match(await sender.ask(adt()), { code: 'AE', conditions: ['103'] })
  t.match(await at.store.deadLetters({ all: false, limit: 1 }), [{ failure: 'protocol/unknown' }])
})
