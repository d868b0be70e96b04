import type { CallContext } from '../dialogue/port.js'
import type { Patient } from '../store/port.js'
import type { TransferParts } from './transfer.js'

/** Who is rung when a nurse is needed. */
export interface NurseSetting
  extends Pick<TransferParts, 'announcer' | 'prompts' | 'voiceIn' | 'nurses' | 'limitMs' | 'timer'> {
  /** "07:00-21:00": when who asks for a person is offered a nurse. */
  readonly hours: string
}

/** What the dialogue may promise at this hour. */
export function nursesAt(
  { nurses, hours }: NurseSetting,
  nowLocal: string,
): Required<Pick<CallContext, 'nurseRings' | 'nurseAvailable'>> {
  const nurseRings = nurses.length > 0
  return { nurseRings, nurseAvailable: nurseRings && isWithin(hours, nowLocal) }
}

/** "07:00-21:00" holds the hour of a local time; "21:00-07:00" is a night. */
function isWithin(hours: string, nowLocal: string): boolean {
  const [from = '', to = ''] = hours.split('-')
  const now = nowLocal.slice(11, 16)
  return from <= to ? from <= now && now < to : from <= now || now < to
}

/** A patient's name as a nurse hears it. */
export const nameForNurse = ({ title, spokenName, givenName, familyName }: Patient): string =>
  [title, spokenName ?? `${givenName} ${familyName}`].filter(part => part !== undefined).join(' ')
