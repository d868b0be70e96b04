import { benchSchedule, scheduleTable } from '../../bench/schedule.js'

/** `hellojade bench schedule`: what a tick costs over a large table, and how fast calls are claimed and begun. */
export async function benchScheduleCommand(options: {
  readonly calls: number
  readonly json: boolean
}): Promise<number> {
  const bench = await benchSchedule(options.calls)
  process.stdout.write(options.json ? `${JSON.stringify(bench)}\n` : scheduleTable(bench))
  return 0
}
