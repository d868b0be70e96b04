import { ms } from '../../daemon/domain/units.js'
import { holidaysAt } from '../../daemon/schedule/holidays.js'
import { callingHours } from '../../daemon/schedule/hours.js'
import { instantOfLocal } from '../../daemon/schedule/local-time.js'
import type { DailyWindow, HospitalHours } from '../../daemon/schedule/port.js'

export const window = (from: number, to: number): DailyWindow => ({ fromMinute: from * 60, toMinute: to * 60 })

const isClosed = holidaysAt('BE')

/** CLINICAL.md: 09:00–19:00 Monday to Friday, Belgian holidays off, calls of at most ten minutes. */
export const hospital: HospitalHours = {
  weekdays: window(9, 19),
  saturday: window(10, 17),
  isClosed,
  longestCallMs: ms(600_000),
}
export const hours = callingHours(hospital, { saturday: false })

/** "2026-11-24 10:00" on Brussels' clock. */
export const at = (local: string): Date => instantOfLocal(local.replace(' ', 'T'))
