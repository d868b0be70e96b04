import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { ms } from '../../daemon/domain/units.js'
import { endsPolitely, values } from './hard-ends.js'
import { agentWords, clip, hearingWith, keying, makeCall, rehearsalWith, saying, verifiedThen } from './hard-scene.js'
import { mixed, shouted, unbroken } from './hard-sounds.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

/** Keys are pressed for eight seconds, the voice silent meanwhile. */
const STORM = keying('5'.repeat(40))

t.test('hundreds of keys before the identity: no identity, no value, a goodbye', async t => {
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({ answers: { '*': [STORM] } }) })
  t.ok(['identity-not-verified', 'silent'].includes(made.ended?.disposition ?? ''), `${made.ended?.disposition}`)
  t.not(made.result.call.identity, 'verified')
  t.same([values(made), made.result.alerts], [[], []])
  endsPolitely(t, made, 22_000)
})

t.test('hundreds of keys to every question are no answers, and a nurse learns that nothing was understood', async t => {
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({ answers: verifiedThen([STORM]) }) })
  t.equal(made.result.call.identity, 'verified')
  t.same([values(made), made.result.alerts], [[], []])
  t.ok(made.result.tasks.length > 0)
  endsPolitely(t, made, 22_000)
})

t.test('who talks for ten minutes without a pause is taken leave of, and hears the goodbye', async t => {
  const parts = await Promise.all(['je-prends-tout.wav', 'trois-sur-dix-ca-va.wav'].map(clip))
  const monologue = saying(unbroken(parts, 640_000))
  const rehearsal = await rehearsalWith({ startAt: 'anything-else', answers: { '*': [monologue] } })
  // Twenty seconds of speech at a time take the recogniser seconds, and what is said does not matter here.
  const hearing = { text: 'Et puis alors', confidence: 0.9, noSpeech: 0, tookMs: ms(1) }
  const made = await makeCall(stage, lines, {
    rehearsal,
    recogniser: real => hearingWith(real, () => Promise.resolve(hearing)),
  })
  t.match(agentWords(made).at(-1), /au revoir/i)
  const last = made.result.turns.filter(({ speaker }) => speaker === 'agent').at(-1)
  t.equal(last?.interrupted, false, 'the goodbye is not cut short')
  t.equal(made.result.call.hangupCause, 16)
  t.ok((made.story.audio?.incoming.length ?? 0) < 8 * 630_000, 'ten minutes and a goodbye at most')
  t.same(made.result.alerts, [])
})

t.test('a patient who shouts into the microphone is understood', async t => {
  const shout = async (name: string) => [saying(shouted(await clip(name)))]
  const rehearsal = await rehearsalWith(
    {},
    {
      ...verifiedThen([]),
      pain: await shout('trois-sur-dix-ca-va.wav'),
      'pain-where': await shout('je-ne-sais-pas.wav'),
      medicines: await shout('je-prends-tout.wav'),
      transit: await shout('oui-bien-sur.wav'),
      morale: await shout('dix.wav'),
      fever: await shout('pas-de-temperature.wav'),
      'anything-else': await shout('non-merci.wav'),
    },
  )
  const made = await makeCall(stage, lines, { rehearsal })
  t.equal(made.ended?.disposition, 'completed')
  const heard = Object.fromEntries(made.result.answers.map(({ linkId, value }) => [linkId, value]))
  t.match(heard, { pain: 3, medicines: true, fever: false })
  t.same(made.result.alerts, [])
  endsPolitely(t, made)
})

t.test('somebody else who talks beside the patient: nothing is made up, and the call ends with a goodbye', async t => {
  const [answer, beside] = await Promise.all(['trois-sur-dix-ca-va.wav', 'siwis-je-prends-tout.wav'].map(clip))
  const both = saying(mixed(answer!, beside!, -10))
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({ answers: verifiedThen([both]) }) })
  t.equal(made.result.call.identity, 'verified')
  const pain = made.result.answers.find(({ linkId }) => linkId === 'pain')?.value
  t.ok(pain === undefined || pain === 3, `pain ${String(pain)}`)
  t.same(made.result.alerts, [])
  endsPolitely(t, made)
})

t.test('an assistant that rings an assistant: neither goes on for ever, nothing is believed', async t => {
  const { prompts, sentences } = stage.speech
  const spoken = sentences.filter(text => /assistant vocal|pas compris|Puis-je parler|je vous écoute/i.test(text))
  t.ok(spoken.length > 1, 'it speaks as we do')
  const says = spoken.map(text => saying(prompts.get(text).pcm))
  const rehearsal = await rehearsalWith({ opening: says.slice(0, 1), answers: { '*': says } })
  const made = await makeCall(stage, lines, { rehearsal })
  t.not(made.result.call.identity, 'verified')
  t.not(made.ended?.disposition, 'completed')
  t.same([values(made), made.result.alerts], [[], []])
  endsPolitely(t, made)
})
