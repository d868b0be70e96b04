import type { Dialogue } from '../dialogue/port.js'
import { Failure } from '../domain/failure.js'
import type { DueCall, Patient } from '../store/port.js'
import type { CallParts, Spoken } from './call-parts.js'
import { giveUp } from './give-up.js'

/** With what a due call is spoken: the questionnaire in the patient's language, and its voice. */
interface SpokenFor extends Pick<Spoken, 'prompts'> {
  readonly dialogue: Dialogue
}

/**
 * Without the wording or the voice nobody is rung, and ringing later would change nothing: a nurse who speaks the language gets
 * the task, and the due call is over. Throws Failure call/language all the same.
 */
export async function spokenFor(
  parts: CallParts,
  due: DueCall,
  patient: Patient,
  by: { readonly number: string; readonly lease?: string },
): Promise<SpokenFor> {
  if (!parts.dialogues.has(due.protocol)) throw new Failure('store/not-found', { what: 'protocol' })
  try {
    return await spokenIn(parts, due.protocol, patient)
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'call/language') throw cause
    await giveUp(parts, due, patient, by, { kind: 'callback', note: `language: ${patient.language}` })
    throw cause
  }
}

async function spokenIn(parts: CallParts, protocol: string, { language }: Patient): Promise<SpokenFor> {
  const { dialogues, prompts } = await parts.spoken(language)
  const dialogue = dialogues.get(protocol)
  if (dialogue === undefined) throw new Failure('call/language', { language, missing: `protocol ${protocol}` })
  return { dialogue, prompts }
}
