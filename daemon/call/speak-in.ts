import type { CallContext, Dialogue } from '../dialogue/port.js'
import type { Language } from '../domain/expected.js'
import { Failure } from '../domain/failure.js'
import type { DueCall, Patient } from '../store/port.js'
import type { CallParts } from './call-parts.js'
import { guarded } from './guarded.js'
import { switching } from './switching.js'
import type { Voiced } from './talk.js'

/** The same questionnaire in another language, in mid-call: what it says of this patient is rendered, the rest as it comes. */
export async function speakIn(
  parts: CallParts,
  language: Language,
  call: { readonly due: DueCall; readonly patient: Patient; readonly context: CallContext },
): Promise<Voiced> {
  const { dialogues, partings, prompts } = await parts.spoken(language)
  const { protocol } = call.due
  const dialogue = dialogues.get(protocol)
  if (dialogue === undefined) return lastWords(parts, language, prompts, partings?.get(protocol), protocol)
  const named = dialogue.personSentences({ ...call.context, language })
  await prompts.render(named, undefined, { personal: call.patient.id })
  await parts.store.keepProtocol(dialogue.protocol, parts.now())
  return { language, dialogue: guarded(dialogue, parts.log), prompts, worded: true }
}

/** Of a call that came in: any questionnaire may still be claimed, or `claimed` has been. */
export async function speakToCaller(
  parts: Pick<CallParts, 'spoken' | 'log'>,
  language: Language,
  claimed: string | undefined,
): Promise<Voiced & { readonly dialogues: ReadonlyMap<string, Dialogue> }> {
  const { dialogues, partings = new Map(), prompts } = await parts.spoken(language)
  const worded = claimed === undefined ? dialogues.size > 0 : dialogues.has(claimed)
  const dialogue = worded ? switching(dialogues) : partings.size > 0 ? switching(partings) : undefined
  if (!worded) return { ...lastWords(parts, language, prompts, dialogue, claimed), dialogues }
  return { language, dialogue: guarded(switching(dialogues), parts.log), prompts, worded, dialogues }
}

function lastWords(
  parts: Pick<CallParts, 'log'>,
  language: Language,
  prompts: Voiced['prompts'],
  dialogue: Dialogue | undefined,
  protocol = '',
): Voiced {
  if (dialogue === undefined) throw unworded(language, protocol)
  return { language, dialogue: guarded(dialogue, parts.log), prompts, worded: false }
}

const unworded = (language: Language, protocol: string): Failure =>
  new Failure('call/language', { language, missing: `protocol ${protocol}` })
