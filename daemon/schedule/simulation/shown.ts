import { dateOf, dayAt } from '../local-time.js'
import type { Figures } from './figures.js'
import type { SimulationInput } from './simulate.js'

type Asked = Pick<SimulationInput, 'patients' | 'days' | 'seed' | 'from' | 'limits' | 'nurses'>

/** The figures as a person reads them on a terminal. */
export function figuresShown(figures: Figures, asked: Asked): string {
  const { calls, attempts, reach, ends, dispositions, hours, rungDays, waitS, urgentWaitS, lineS, nurses } = figures
  const { limits } = asked
  const span = `${dateOf(dayAt(asked.from))}, ${asked.days} days, ${rungDays} weekdays rung, seed ${asked.seed}`
  return [
    `${asked.patients} discharges from ${span}`,
    `${limits.calls} calls at once (${limits.keptForCallers} kept for callers), ${limits.channels} channels, ${limits.startsPerS * 60} begun a minute, ${asked.nurses} nurses`,
    '',
    `calls planned ${calls}, attempts ${attempts} (${(attempts / Math.max(1, calls)).toFixed(2)} a call, ${lineS.toFixed(0)} s on the line each)`,
    `from due to dialled: p50 ${time(waitS.p50)}, p95 ${time(waitS.p95)}, p99 ${time(waitS.p99)}; urgent p95 ${time(urgentWaitS.p95)}`,
    '',
    'reached by attempt, summed up',
    ...reach.map(({ attempt, calls: reached, share }) => `  ${attempt}  ${percent(share)}  ${count(reached)}`),
    '',
    'how calls ended',
    ...Object.entries(ends).map(([end, number]) => `  ${end.padEnd(32)} ${count(number)}  ${percent(number / calls)}`),
    '',
    'how attempts ended',
    ...Object.entries(dispositions).map(
      ([name, number]) => `  ${name.padEnd(32)} ${count(number)}  ${percent(number / attempts)}`,
    ),
    '',
    'hour   begun a day   lines: mean  busiest hour   peak   trunk busy   nurses busy',
    ...hours.map(
      one =>
        `${String(one.hour).padStart(4)} ${one.begun.toFixed(1).padStart(13)} ${one.lines.toFixed(2).padStart(13)} ${one.linesBusiest.toFixed(2).padStart(13)} ${String(one.linesPeak).padStart(6)} ${percent(one.lines / limits.channels).padStart(12)} ${percent(one.nurses).padStart(13)}`,
    ),
    '',
    `nurses: ${nurses.hoursADay.toFixed(1)} hours of work a rung day; ${nurses.transfers} transfers, nobody free for ${nurses.nobodyFree}; ${nurses.tasks} tasks`,
    `alerts: ${Object.entries(nurses.alerts)
      .map(([urgency, number]) => `${urgency} ${number}`)
      .join(', ')}`,
  ].join('\n')
}

const count = (value: number): string => String(value).padStart(7)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(7)
const time = (seconds: number): string =>
  seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`
