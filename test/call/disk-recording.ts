/** One whole call whose recording goes to the folder named; then tells how it ended and what is there. */
import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { composeSpeech } from '../../daemon/compose.js'
import { readConfig } from '../../daemon/config.js'
import { makeCall, rehearsalWith } from './hard-scene.js'
import { readStereo } from './hard-sounds.js'

const recordings = process.argv[2]!
const config = readConfig({ ...process.env, HELLOJADE_LINE: 'demonstration' })
const speech = await composeSpeech(config, { startAtSkipsIdentity: true })
const logged: string[] = []
const keep = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`)
const log = { info: keep, warn: keep, error: keep }
const lines = await virtualDemonstration(config)
const stage = { config, speech, log, logged, folder: recordings }
const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({}), recordings })
const [file = ''] = readdirSync(recordings)
const wav = readFileSync(join(recordings, file))
const { left } = readStereo(wav)
writeSync(
  1,
  JSON.stringify({
    disposition: made.ended?.disposition,
    pain: made.result.answers.find(({ linkId }) => linkId === 'pain')?.value,
    logged,
    frames: { declared: wav.readUInt32LE(40) / 4, there: left.length },
  }),
)
process.exit(0)
