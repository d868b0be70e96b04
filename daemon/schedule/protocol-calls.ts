import { DEFAULT_CALLS } from './plan.js'
import type { DailyWindow, ProtocolCalls } from './port.js'

/** The `calls` block of a questionnaire as its file has it: hours as "09:00-12:30". */
export interface WrittenCalls extends Omit<ProtocolCalls, 'hours' | 'on'> {
  readonly hours?: readonly string[] | undefined
  readonly on: readonly (Omit<ProtocolCalls['on'][number], 'protocol'> & { readonly protocol?: string | undefined })[]
}

/** A questionnaire's calls; {@link DEFAULT_CALLS} where it names none. */
export function callsOf(written: WrittenCalls | undefined): ProtocolCalls {
  if (written === undefined) return DEFAULT_CALLS
  const { saturday, hours, on } = written
  return {
    saturday,
    ...(hours === undefined ? {} : { hours: hours.map(windowOf) }),
    on: on.map(({ protocol, ...call }) => ({ ...call, ...(protocol === undefined ? {} : { protocol }) })),
  }
}

/** "09:00-12:30" as minutes of the day. The text was checked where it was read. */
export function windowOf(text: string): DailyWindow {
  const [fromMinute = 0, toMinute = 0] = text.split('-').map(time => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    return hours * 60 + minutes
  })
  return { fromMinute, toMinute }
}

/** "09:00-12:30" */
export const shownWindow = ({ fromMinute, toMinute }: DailyWindow): string =>
  [fromMinute, toMinute].map(minute => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`).join('-')

const two = (value: number): string => String(value).padStart(2, '0')
