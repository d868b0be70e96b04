import { composeCalls, composeMedia, composeSpeech, composeTelephony, excuseOf } from '../compose.js'
import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import { Failure } from '../domain/failure.js'
import type { PatientId } from '../domain/ids.js'
import { openLog } from '../ops/log.js'
import { callByHand } from './by-hand.js'
import { demonstrationDueCall, liveDemonstrationPatient } from './demonstration.js'
import { showCall, showResult } from './display.js'
import { operator } from './operator.js'
import { writeRehearsal } from './record.js'
import { wholeRecording } from './recording.js'

/** `hellojade call`: one call now, shown turn by turn, then its result. Runs beside a daemon under an ARI application of its own. */
export async function callCommand(
  options: { readonly patient?: string; readonly number?: string; readonly record?: string },
  config: Config,
): Promise<number> {
  if (options.patient === undefined && options.number === undefined && config.line === 'asterisk')
    throw new Failure('call/not-allowed', { reason: '--patient or --number is needed' })
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  const log = openLog({ level: 'error' })
  const keys = await composeKeys(config)
  const store = await composeStore(config, keys, log)
  // What the terminal shows is shown to somebody: it is in the trail by their name, the call itself too.
  const asked = store.as(operator())
  const dueCallId =
    options.patient === undefined
      ? await demonstrationDueCall(asked)
      : await callByHand(asked, options.patient as PatientId, new Date())
  const speech = await composeSpeech(config)
  const media = await composeMedia(config)
  const telephony = composeTelephony(config, media, log, {
    app: `${config.settings.ARI_APP}-call`,
    excuse: excuseOf(speech, config),
  })
  await telephony.start()
  try {
    const question = 'farEnd' in telephony ? (await liveDemonstrationPatient(telephony)).asked : undefined
    const calls = composeCalls({
      config,
      speech,
      telephony,
      store: asked,
      log,
      recordings: { folder: config.folders.recordings, keys },
      codec: config.settings.ARI_CODEC,
    })
    const observer = { ...showCall(print), ...(question === undefined ? {} : { asked: question }) }
    const call = await calls.place({
      dueCallId,
      observer,
      ...(options.number === undefined ? {} : { number: options.number }),
    })
    process.once('SIGINT', () => void call.stop())
    const ended = await call.ended
    showResult(ended, print)
    // A nurse who is being rung is told, though the patient has gone.
    await call.transferred
    if (options.record !== undefined)
      await writeRehearsal(ended.result, await wholeRecording(ended.result.call, keys, asked.audit), options.record)
    return 0
  } finally {
    await telephony.stop()
    await media.close()
    await speech.close()
    await store.close()
  }
}
