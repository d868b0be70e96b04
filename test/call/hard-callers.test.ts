import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import type { Speech } from '../../daemon/compose.js'
import { ms } from '../../daemon/domain/units.js'
import { endsPolitely, values } from './hard-ends.js'
import { agentWords, clip, hearingWith, keying, makeCall, rehearsalWith, saying } from './hard-scene.js'
import { unbroken } from './hard-sounds.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

/** Where what is said does not matter: twenty seconds of speech take the recogniser seconds. */
const heardAs = (text: string) => (real: Speech['recogniser']) =>
  hearingWith(real, () => Promise.resolve({ text, confidence: 0.9, noSpeech: 0, tookMs: ms(1) }))

/** Keys are pressed for eight seconds, the voice silent meanwhile. */
const STORM = keying('5'.repeat(40))

t.test('hundreds of keys before the identity: no identity, no value, a goodbye', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({ answers: { '*': [STORM] } }),
    recogniser: heardAs('Allô ?'),
  })
  t.ok(['identity-not-verified', 'silent'].includes(made.ended?.disposition ?? ''), `${made.ended?.disposition}`)
  t.not(made.result.call.identity, 'verified')
  t.same([values(made), made.result.alerts], [[], []])
  endsPolitely(t, made, 22_000)
})

t.test('hundreds of keys to every question are no answers, and a nurse learns that nothing was understood', async t => {
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({ startAt: 'morale', answers: { '*': [STORM] } }),
    recogniser: heardAs('Allô ?'),
  })
  t.equal(made.result.call.identity, 'verified')
  t.same([values(made), made.result.alerts], [[], []])
  t.ok(made.result.tasks.length > 0)
  endsPolitely(t, made, 22_000)
})

t.test('who talks for ten minutes without a pause is taken leave of, and hears the goodbye', async t => {
  const parts = await Promise.all(['je-prends-tout.wav', 'trois-sur-dix-ca-va.wav'].map(clip))
  const monologue = saying(unbroken(parts, 640_000))
  const rehearsal = await rehearsalWith({ startAt: 'anything-else', answers: { '*': [monologue] } })
  const made = await makeCall(stage, lines, { rehearsal, recogniser: heardAs('Et puis alors') })
  t.match(agentWords(made).at(-1), /au revoir/i)
  const last = made.result.turns.filter(({ speaker }) => speaker === 'agent').at(-1)
  t.equal(last?.interrupted, false, 'the goodbye is not cut short')
  t.equal(made.result.call.hangupCause, 16)
  t.ok((made.story.audio?.incoming.length ?? 0) < 8 * 630_000, 'ten minutes and a goodbye at most')
  t.same(made.result.alerts, [])
})

t.test('whose words are never recognised is asked again at once, once a question, and taken leave of', async t => {
  const mumble = saying(await clip('je-prends-tout.wav'))
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({ startAt: 'morale', answers: { '*': [mumble] } }),
    recogniser: heardAs(''),
  })
  const asked = agentWords(made)
  const again = asked.filter(text => /pas bien compris/.test(text))
  t.ok(again.length >= 1, 'nobody waits seven seconds for who has spoken')
  t.ok(again.length <= new Set(made.result.turns.map(turn => turn.linkId)).size, 'a noise is not answered twice')
  t.same([values(made), made.result.alerts], [[], []])
  endsPolitely(t, made, 22_000)
})
