import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { stringify } from 'yaml'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { composeSpeech } from '../../daemon/compose.js'
import { readConfig } from '../../daemon/config.js'
import { voiceLevels } from '../../daemon/rehearsal/levels.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { writePhoneWav } from '../parts/wav.js'

const ANSWERS = {
  person: 'Yes, speaking.',
  'birth-date': 'The third of April, nineteen forty-seven.',
  'recording-consent': 'Yes, of course.',
  pain: ['Eight out of ten.', "Yes, that's right."],
  'pain-where': 'In my left knee.',
  medicines: 'Yes, every day.',
  transit: 'Yes, normally.',
  morale: 'Seven.',
  fever: 'No, no fever.',
  'anything-else': 'No, thank you.',
} as const

const patient = { givenName: 'Mary', familyName: 'Bennett', title: 'Mrs', sex: 'f', birthDate: '1947-04-03' }

t.test('a daemon that speaks French first', { timeout: 1_200_000 }, async t => {
  const config = readConfig({ ...process.env, HELLOJADE_LINE: 'demonstration' })
  const speech = await composeSpeech(config, { startAtSkipsIdentity: true })
  const lines = await virtualDemonstration(config)
  t.teardown(async () => {
    await lines.close()
    await speech.close()
  })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const folder = t.testdir()
  mkdirSync(join(folder, 'clips'))

  const write = (name: string, file: object): string => {
    const path = join(folder, `${name}.yaml`)
    writeFileSync(path, stringify({ protocol: 'general-follow-up', patient, ...file }))
    return path
  }
  /** The patient has the same voice as the agent: the only English one there is. */
  const speakAnswers = async (): Promise<Record<string, string[]>> => {
    const { prompts } = await speech.others('en')
    await prompts.render(Object.values(ANSWERS).flat())
    return Object.fromEntries(
      Object.entries(ANSWERS).map(([linkId, texts]) => {
        const paths = [texts].flat().map((text, at) => {
          const path = join('clips', `${linkId}-${at}.wav`)
          writePhoneWav(join(folder, path), prompts.get(text).pcm)
          return path
        })
        return [linkId, paths]
      }),
    )
  }

  await t.test('calls an English patient in English, from the greeting to the goodbye', async t => {
    const file = write('english', {
      language: 'en',
      answers: await speakAnswers(),
      expect: {
        disposition: 'completed',
        identity: 'verified',
        answers: {
          pain: { value: 8, readBack: 'confirmed' },
          medicines: true,
          transit: true,
          morale: 7,
          fever: false,
          temperature: { status: 'not-asked' },
        },
        alerts: [{ rule: 'pain-high', urgency: 'urgent' }],
        tasks: [],
      },
    })
    const { report, story } = await rehearse(await readRehearsal(file), { config, speech, lines, log, folder })
    t.same(report.failures, [])
    const incoming = story.audio!.incoming
    const { prompts: heard, spreadDb } = voiceLevels(incoming)
    t.ok(spreadDb < 6, `at one level: ${spreadDb.toFixed(1)} dB apart`)
    const { startMs, endMs } = heard[0]!
    const pcm = incoming.subarray(Math.max(0, startMs - 200) * 8, (endMs + 200) * 8)
    const { text } = await speech.recogniser.hear({ pcm, language: 'en', expected: { kind: 'free' } })
    t.match(text.toLowerCase(), /automated voice assistant/)
  })

  await t.test('rings nobody whose language has no voice here, and says which', async t => {
    const file = write('dutch', { language: 'nl' })
    await t.rejects(rehearse(await readRehearsal(file), { config, speech, lines, log, folder }), {
      code: 'call/language',
      facts: { language: 'nl', missing: 'voice' },
    })
  })
})
