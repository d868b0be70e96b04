import { type DayNumber, dateOf, dayAt, instantMs, MINUTE_MS, weekdayOf } from './local-time.js'
import {
  type CallingHours,
  type DailyWindow,
  type HospitalHours,
  type Preferences,
  type ProtocolCalls,
  WEEKDAYS,
  type Weekday,
} from './port.js'

/** A stretch of a day in which a call may begin: both ends are epoch ms, the last one included. */
export interface Opening {
  readonly firstMs: number
  readonly lastMs: number
}

/** Beyond this the hours are taken to be empty: no calendar closes a hospital for longer. */
const LOOK_AHEAD_DAYS = 60

/**
 * The hospital's hours, cut by the protocol's and by the patient's preferences. Where nothing is left of them the preferences are
 * dropped: a patient who can be rung in the evening only is rung by day rather than never.
 */
export function callingHours(
  hospital: HospitalHours,
  { saturday, hours }: Pick<ProtocolCalls, 'saturday' | 'hours'>,
  { windows, days }: Preferences = {},
): CallingHours {
  const { isClosed, longestCallMs } = hospital
  const allowed = (day: Weekday): readonly DailyWindow[] => {
    if (day === 'sunday' || (day === 'saturday' && !saturday)) return []
    const own = [day === 'saturday' ? hospital.saturday : hospital.weekdays]
    return hours === undefined ? own : cut(own, hours)
  }
  const byDay = (of: (day: Weekday) => readonly DailyWindow[]) =>
    Object.fromEntries(WEEKDAYS.map(day => [day, of(day)])) as Record<Weekday, readonly DailyWindow[]>
  const wished = byDay(day => {
    if (days !== undefined && days.length > 0 && !days.includes(day)) return []
    return windows === undefined || windows.length === 0 ? allowed(day) : cut(allowed(day), windows)
  })
  const fits = ({ fromMinute, toMinute }: DailyWindow) => (toMinute - fromMinute) * MINUTE_MS >= longestCallMs
  const limits: CallingHours = { windows: byDay(allowed), isClosed, longestCallMs, preferencesUnmet: false }
  if (!WEEKDAYS.some(day => wished[day].some(fits))) return { ...limits, preferencesUnmet: true }
  return windows === undefined && days === undefined ? limits : { ...limits, windows: wished, limits }
}

/** What two lists of windows have in common, in order. */
function cut(ours: readonly DailyWindow[], theirs: readonly DailyWindow[]): readonly DailyWindow[] {
  return ours
    .flatMap(one =>
      theirs.map(other => ({
        fromMinute: Math.max(one.fromMinute, other.fromMinute),
        toMinute: Math.min(one.toMinute, other.toMinute),
      })),
    )
    .filter(({ fromMinute, toMinute }) => fromMinute < toMinute)
    .sort((a, b) => a.fromMinute - b.fromMinute)
}

const openings = new WeakMap<CallingHours, Map<DayNumber, readonly Opening[]>>()

/**
 * When calls may begin on a date. A window begins at the later and ends at the earlier reading of its clock times, so that no
 * instant of it is outside on the clock, in whichever of the two nights.
 */
export function openingsOn(hours: CallingHours, day: DayNumber): readonly Opening[] {
  const known = openings.get(hours) ?? new Map<DayNumber, readonly Opening[]>()
  openings.set(hours, known)
  const found = known.get(day) ?? openingsOf(hours, day)
  known.set(day, found)
  return found
}

function openingsOf({ windows, isClosed, longestCallMs }: CallingHours, day: DayNumber): readonly Opening[] {
  if (isClosed(dateOf(day))) return []
  return windows[WEEKDAYS[weekdayOf(day)]!]
    .map(({ fromMinute, toMinute }) => ({
      firstMs: instantMs(day, fromMinute, 'later'),
      lastMs: instantMs(day, toMinute, 'earlier') - longestCallMs,
    }))
    .filter(({ firstMs, lastMs }) => firstMs <= lastMs)
}

/** Of a call that is due at `dueAt`: one whose hour the patient named outside the preferences has the hospital's limits. */
export const hoursFor = (hours: CallingHours, dueAt: Date): CallingHours =>
  mayBegin(hours, dueAt) ? hours : (hours.limits ?? hours)

/** May a call that is due at `dueAt` begin now? */
export const mayBeginDue = (hours: CallingHours, dueAt: Date, now: Date): boolean =>
  mayBegin(hoursFor(hours, dueAt), now)

/** May a call begin now? */
export const mayBegin = (hours: CallingHours, at: Date): boolean =>
  openingsOn(hours, dayAt(at)).some(({ firstMs, lastMs }) => firstMs <= at.getTime() && at.getTime() <= lastMs)

/** The first instant from `at` on at which a call may begin; undefined where the hours never open. */
export function nextOpening(hours: CallingHours, at: Date): Date | undefined {
  const opening = findOpening(hours, dayAt(at), ({ lastMs }) => lastMs >= at.getTime())
  return opening && new Date(Math.max(opening.firstMs, at.getTime()))
}

/** The beginning of the next window: that of this one if it has not begun, else of the one behind it. */
export function nextWindow(hours: CallingHours, at: Date): Date | undefined {
  const opening = findOpening(hours, dayAt(at), ({ firstMs }) => firstMs > at.getTime())
  return opening && new Date(opening.firstMs)
}

/** The beginning of the first window on a later date. */
export function nextDay(hours: CallingHours, at: Date): Date | undefined {
  const opening = findOpening(hours, dayAt(at) + 1, () => true)
  return opening && new Date(opening.firstMs)
}

/** The first date from `day` on with a window. */
export function openDay(hours: CallingHours, day: DayNumber): DayNumber | undefined {
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++)
    if (openingsOn(hours, day + ahead).length > 0) return day + ahead
  return undefined
}

function findOpening(hours: CallingHours, from: DayNumber, fits: (opening: Opening) => boolean): Opening | undefined {
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const found = openingsOn(hours, from + ahead).find(fits)
    if (found !== undefined) return found
  }
  return undefined
}
