import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { voiceLevels } from '../../daemon/rehearsal/levels.js'
import { makeCall, rehearsalWith, saying } from './hard-scene.js'
import { openCallStage } from './stage.js'

const NO_FRENCH = "I'm sorry, I don't speak French. Do you speak English?"
const ANSWERS = {
  person: [NO_FRENCH, NO_FRENCH, 'Yes, please.', 'Yes, speaking.'],
  'birth-date': ['The third of April, nineteen forty-seven.'],
  'recording-consent': ['Yes, of course.'],
  pain: ['Eight out of ten.', "Yes, that's right."],
  'pain-where': ['In my left knee.'],
  medicines: ['Yes, every day.'],
  transit: ['Yes, normally.'],
  morale: ['Seven.'],
  fever: ['No, no fever.'],
  'anything-else': ['No, thank you.'],
} as const

const patient = { givenName: 'Mary', familyName: 'Bennett', birthDate: '1947-04-03' } as const

t.test('a patient of a French record who speaks English', { timeout: 1_200_000 }, async t => {
  const stage = await openCallStage(t)
  const lines = await virtualDemonstration(stage.config)
  t.teardown(() => lines.close())
  /** The patient has the same voice as the agent: the only English one there is. */
  const { prompts } = await stage.speech.others('en')
  await prompts.render(Object.values(ANSWERS).flat())
  const answers = Object.fromEntries(
    Object.entries(ANSWERS).map(([linkId, texts]) => [linkId, texts.map(text => saying(prompts.get(text).pcm))]),
  )

  await t.test('is offered English, says yes, and has the whole call in English', async t => {
    const made = await makeCall(stage, lines, {
      rehearsal: await rehearsalWith({ patient }, answers),
      store: (real, journal) => ({
        ...real,
        setLanguage: (id, language) => {
          journal.push(`language ${language}`)
          return real.setLanguage(id, language)
        },
        updateCall: (id, changes) => {
          if (changes.identity) journal.push(changes.identity)
          return real.updateCall(id, changes)
        },
      }),
    })
    const { result } = made
    t.equal(made.ended?.disposition, 'completed')
    t.equal(result.call.identity, 'verified')
    const value = (linkId: string) => result.answers.find(answer => answer.linkId === linkId)?.value
    t.same(
      ['pain', 'medicines', 'transit', 'morale', 'fever'].map(value),
      [8, true, true, 7, false],
      JSON.stringify(result.turns.map(({ speaker, text }) => `${speaker}: ${text}`)),
    )
    t.match(
      result.alerts.map(({ rule }) => rule),
      ['pain-high'],
    )
    t.same(result.tasks, [])
    t.match(
      result.consents.map(({ kind, textVersion }) => `${kind} ${textVersion.slice(0, 2)}`),
      ['ai-notice fr', 'ai-notice en', 'recording en'],
    )
    t.same(
      made.journal.filter(line => line === 'verified' || line.startsWith('language')),
      ['verified', 'language en'],
      'kept for the next calls, once it is known who speaks',
    )
    const versions = result.turns.flatMap(({ promptVersion }) => promptVersion ?? [])
    t.equal(new Set(versions).size, 2, 'each wording of the transcript by its version')
    t.ok(versions[0] !== versions.at(-1))

    const incoming = made.story.audio!.incoming
    const goodbye = voiceLevels(incoming).prompts.at(-1)!
    const pcm = incoming.subarray((goodbye.startMs - 200) * 8, (goodbye.endMs + 200) * 8)
    const { text } = await stage.speech.recogniser.hear({ pcm, language: 'en', expected: { kind: 'free' } })
    t.match(text.toLowerCase(), /goodbye|good bye|take good care/, 'in the voice of the language')
  })

  await t.test('calls the hospital back, is offered English, and the call that is due is made in it', async t => {
    const { person, ...others } = answers
    const told = { ...others, 'birth-date': [...person!.slice(0, 3), ...answers['birth-date']!] }
    const rehearsal = await rehearsalWith({ patient, inbound: true }, told)
    const { result } = await rehearse(rehearsal, { ...stage, lines })
    const said = result.turns.map(({ speaker, text }) => `${speaker}: ${text}`).join('\n')
    t.match(result.call, { direction: 'inbound', disposition: 'completed', identity: 'verified' })
    t.ok('dueCallId' in result.call, 'the call that is due')
    t.match(said, /agent: English \?/)
    t.notMatch(said, /agent: Français/, 'the language of the record is not offered against the wish of the caller')
    t.match(said, /agent: Hello, this is EpiCURA hospital/)
    t.match(said, /Goodbye\.$/)
    t.equal(result.answers.find(({ linkId }) => linkId === 'pain')?.value, 8)
  })
})
