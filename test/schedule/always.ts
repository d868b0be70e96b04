import { ms } from '../../daemon/domain/units.js'
import { type CallingHours, WEEKDAYS } from '../../daemon/schedule/port.js'

const day = [{ fromMinute: 0, toMinute: 1440 }]

/** Hours of a test that asks who rings, not when. */
export const always: CallingHours = {
  windows: Object.fromEntries(WEEKDAYS.map(weekday => [weekday, day])) as Record<(typeof WEEKDAYS)[number], typeof day>,
  isClosed: () => false,
  longestCallMs: ms(0),
  preferencesUnmet: false,
}
