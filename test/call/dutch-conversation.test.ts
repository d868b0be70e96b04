import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { composeSpeech } from '../../daemon/compose.js'
import { type Config, readConfig } from '../../daemon/config.js'
import { projectRoot } from '../../daemon/paths.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { writePhoneWav } from '../parts/wav.js'

/**
 * Dutch phonemes read by the American voice, for no Dutch one is in a package registry: it proves the way from the wording to the
 * outcome, and nothing about how Dutch sounds. The recogniser hears its yes and its no; numbers and dates it does not ("Acht op
 * tien" is written "Art of Theme"), so those are keyed, and a "nee" alone is "m" or "me", so it is not alone.
 */
const ANSWERS = {
  person: ['Ja, dat ben ik.'],
  'birth-date': [{ keys: '03041947' }],
  'recording-consent': ['Ja, dat is goed.'],
  pain: [{ keys: '8' }, 'Ja, dat klopt.'],
  'pain-where': ['In mijn linkerknie.'],
  medicines: ['Ja, elke dag.'],
  transit: ['Ja, normaal.'],
  fever: ['Nee, geen koorts.'],
  'anything-else': ['Nee, dank u.'],
} as const

const patient = { givenName: 'Maria', familyName: 'Peeters', sex: 'f', birthDate: '1947-04-03' }

/** The questionnaire without what is keyed here or not asked: two hundred sentences would be rendered for it. */
const LEFT_OUT: ReadonlySet<string> = new Set(['morale', 'morale-detail', 'temperature', 'transit-problem'])

function shortened(folder: string): string {
  const own = join(folder, 'protocols')
  mkdirSync(own)
  const house = join(projectRoot, 'protocols')
  for (const file of ['common.nl.yaml', 'common.nurse.nl.yaml']) copyFileSync(join(house, file), join(own, file))
  const protocol = parse(readFileSync(join(house, 'general-follow-up.yaml'), 'utf8')) as {
    items: { linkId: string; alsoHears?: string[] }[]
  }
  const items = protocol.items
    .filter(({ linkId }) => !LEFT_OUT.has(linkId))
    .map(item => ({ ...item, alsoHears: undefined }))
  writeFileSync(join(own, 'general-follow-up.yaml'), stringify({ ...protocol, items }))
  return own
}

/** The voice as a hospital gives its own: by path. */
function standIn(folder: string, { folders }: Config): string {
  const model = join(folders.models, 'en_US-joe-medium.onnx')
  const path = join(folder, 'nl-stand-in.onnx')
  const config = JSON.parse(readFileSync(`${model}.json`, 'utf8')) as object
  writeFileSync(`${path}.json`, JSON.stringify({ ...config, espeak: { voice: 'nl' } }))
  symlinkSync(model, path)
  return path
}

t.test('a Dutch patient is called in Dutch with a voice given by its path', { timeout: 1_200_000 }, async t => {
  const folder = t.testdir()
  const environment = { ...process.env, HELLOJADE_LINE: 'demonstration' }
  const config = readConfig({ ...environment, PIPER_MODEL_PATH: standIn(folder, readConfig(environment)) })
  process.env.HELLOJADE_PROTOCOLS = shortened(folder)
  const speech = await composeSpeech(config, { language: 'nl' })
  const lines = await virtualDemonstration(config)
  t.teardown(async () => {
    await lines.close()
    await speech.close()
  })
  t.equal(speech.voice.name, 'piper-nl-stand-in')
  mkdirSync(join(folder, 'clips'))
  const { prompts } = speech
  const spoken = Object.values(ANSWERS)
    .flat()
    .filter(answer => typeof answer === 'string')
  await prompts.render(spoken)
  const clip = (text: string): { audio: string } => {
    const audio = join('clips', `${spoken.indexOf(text as (typeof spoken)[number])}.wav`)
    writePhoneWav(join(folder, audio), prompts.get(text).pcm)
    return { audio }
  }
  const answers = Object.fromEntries(
    Object.entries(ANSWERS).map(([linkId, list]) => [
      linkId,
      list.map(answer => (typeof answer === 'string' ? clip(answer) : answer)),
    ]),
  )
  const file = join(folder, 'dutch.yaml')
  const expect = {
    disposition: 'completed',
    identity: 'verified',
    answers: {
      pain: { value: 8, readBack: 'confirmed' },
      medicines: true,
      transit: true,
      fever: false,
    },
    alerts: [{ rule: 'pain-high', urgency: 'urgent' }],
    tasks: [],
  }
  writeFileSync(file, stringify({ protocol: 'general-follow-up', language: 'nl', patient, answers, expect }))
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { report } = await rehearse(await readRehearsal(file), { config, speech, lines, log, folder })
  t.same(report.failures, [])
})
