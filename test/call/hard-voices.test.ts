import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { endsPolitely, values } from './hard-ends.js'
import { clip, makeCall, rehearsalWith, saying, verifiedThen } from './hard-scene.js'
import { mixed, shouted } from './hard-sounds.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

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
