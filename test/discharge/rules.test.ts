import t from 'tap'
import { parseTexts } from '../../daemon/dialogue/parse.js'
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

t.test('a protocol of the rules that is not here is refused, and kept for when it is', async t => {
  const at = await house(t, { rules: { ...EVERY_WARD, default: 'gone' } })
  const sender = await Sender.to(t, (await listening(t, at)).port)
  t.match(await sender.ask(adt()), { code: 'AE', conditions: ['103'] })
  t.match(await at.store.deadLetters({ all: false, limit: 1 }), [{ failure: 'protocol/unknown' }])
})
