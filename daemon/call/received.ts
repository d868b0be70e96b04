import type { CallContext, Dialogue, Person } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import type { CallId } from '../domain/ids.js'
import type { ReceivedCall } from '../telephony/port.js'
import type { CallParts, FollowedCall } from './call-parts.js'
import type { ConversationParts } from './conversation-parts.js'
import { guarded } from './guarded.js'
import { nursesAt } from './nurses.js'
import type { Outbox } from './outbox.js'
import type { CallObserver } from './port.js'
import { personOf, Records } from './records.js'
import { speakToCaller } from './speak-in.js'
import { switching } from './switching.js'
import type { SpeakIn } from './talk.js'

/** The caller is nobody before the date of birth has told who. */
const NOBODY: Person = { givenName: '', familyName: '', birthDate: '', caregivers: [] }
/** Where alerts and messages of callers go whose ward is not known. */
export const RECEPTION = 'Accueil téléphonique'

/** Written for whoever looks for it afterwards: somebody called and found no room. */
export async function noteTurnedAway({ store, hospital, newId, now }: CallParts, caller?: string): Promise<void> {
  const id = newId() as CallId
  const at = now()
  const number = caller === undefined ? {} : { number: caller }
  await store.openReceived({ id, site: hospital.name, ward: RECEPTION, startedAt: at, ...number })
  await store.closeCall(id, { endedAt: at, disposition: 'congestion' })
}

/** Who calls is not kept waiting: a questionnaire whose sentences are still being rendered is not for this call. */
const ready = ({ dialogues, prompts, hospital }: CallParts): ReadonlyMap<string, Dialogue> =>
  new Map(
    [...dialogues].filter(
      ([, dialogue], at) => at === 0 || dialogue.fixedSentences('fr', hospital).every(text => prompts.has(text)),
    ),
  )

/** A call that came in: who may be calling is looked up, its row is written, then it is answered. */
export async function receive(
  parts: CallParts,
  outbox: Outbox,
  received: ReceivedCall,
  observer: CallObserver,
): Promise<FollowedCall> {
  const { store, hospital } = parts
  const { leg, caller } = received
  const candidates = caller === undefined ? [] : await store.candidates(caller)
  const dialogues = ready(parts)
  const dialogue = switching(dialogues)
  const local = parts.local()
  const context: CallContext = {
    language: 'fr',
    person: NOBODY,
    hospital,
    ...local,
    ...nursesAt(parts.transfer, local.nowLocal),
    ...(parts.extra?.nurseAvailable === undefined ? {} : { nurseAvailable: parts.extra.nurseAvailable }),
    received: { candidates: candidates.map(personOf) },
  }
  await parts.prompts.render(dialogue.fixedSentences(context.language, hospital))
  const callId = parts.newId() as CallId
  const number = caller === undefined ? {} : { number: caller }
  await store.openReceived({ id: callId, site: hospital.name, ward: RECEPTION, startedAt: parts.now(), ...number })
  const records = new Records({ store, callId, ...number, ward: RECEPTION, now: parts.now, observer, outbox })
  const inLanguage = new Map<Language, ReadonlyMap<string, Dialogue>>()
  let claimed: string | undefined
  const speakIn: SpeakIn = async language => {
    const { dialogues: others, ...voiced } = await speakToCaller(parts, language, claimed)
    if (language !== context.language) inLanguage.set(language, others)
    return voiced
  }
  const claim: ConversationParts['claim'] = async (candidate, language) => {
    const patient = candidates[candidate]
    if (patient === undefined) return {}
    const worded = inLanguage.get(language) ?? dialogues
    const versions = new Map([...worded].map(([id, { protocol }]) => [id, protocol.version]))
    const { ward, ...due } = await store.claim(callId, patient.id, { now: parts.now(), versions })
    claimed = due.protocol
    const used = worded.get(due.protocol ?? '')?.protocol
    if (used !== undefined) await store.keepProtocol(used, parts.now())
    records.identified(patient, ward ?? RECEPTION)
    return { ...due, language: patient.language, tempo: patient.tempo, gainDb: patient.gainDb }
  }
  received.answer()
  const { prompts, log } = parts
  return {
    dialogue: guarded(dialogue, log),
    prompts,
    context,
    callId,
    records,
    leg,
    observer,
    tempo: 1,
    gainDb: 0,
    speakIn,
    claim,
  }
}
