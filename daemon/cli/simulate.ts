import { writeFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { callsAtHand, readCalls, useCalls } from '../compose-calls.js'
import { hospitalHours } from '../compose-schedule.js'
import { readConfig } from '../config.js'
import { instantOfLocal } from '../schedule/local-time.js'
import { LEAVING } from '../schedule/simulation/discharges.js'
import { figuresOf } from '../schedule/simulation/figures.js'
import { plotOf } from '../schedule/simulation/plot.js'
import { BELGIAN_PATIENTS } from '../schedule/simulation/population.js'
import { figuresShown } from '../schedule/simulation/shown.js'
import { type SimulationInput, simulate } from '../schedule/simulation/simulate.js'
import type { Settle } from './protocol.js'

interface SimulateOptions {
  readonly patients: number
  readonly days: number
  readonly seed: number
  readonly from: string
  readonly calls?: number
  readonly channels?: number
  readonly startsPerMinute?: number
  readonly nurses: number
  readonly svg?: string
  readonly json: boolean
}

/** `hellojade simulate`: the schedule as it is configured here, over moved time and a modelled population. */
export function simulateCommand(program: Command, settle: Settle): void {
  program
    .command('simulate')
    .description('the calls of a month in a minute: reach, load and occupation, with patients of a model')
    .option('--patients <n>', 'discharges', whole, 10_000)
    .option('--days <n>', 'over so many days', whole, 30)
    .option('--seed <n>', 'the same seed gives the same result', whole, 7)
    .option('--from <date>', 'the first day', '2026-11-02')
    .option('--calls <n>', 'calls at once; default HELLOJADE_MOST_CALLS', whole)
    .option('--channels <n>', "the trunk's; default as many as calls", whole)
    .option('--starts-per-minute <n>', 'calls begun; default HELLOJADE_STARTS_PER_MINUTE', Number)
    .option('--nurses <n>', 'who take transfers, alerts and tasks', whole, 3)
    .option('--svg <file>', 'draw it')
    .option('--json', 'as JSON', false)
    .action(settle((options: SimulateOptions) => run(options)))
}

async function run(options: SimulateOptions): Promise<number> {
  const input = inputOf(options)
  const figures = figuresOf(await simulate(input), input)
  if (options.svg !== undefined) writeFileSync(options.svg, plotOf(figures, input))
  const asked = {
    patients: input.patients,
    days: input.days,
    seed: input.seed,
    limits: input.limits,
    nurses: input.nurses,
  }
  const text = options.json
    ? JSON.stringify({ ...asked, from: options.from, ...figures }, null, 2)
    : figuresShown(figures, input)
  process.stdout.write(`${text}\n`)
  return 0
}

function inputOf(options: SimulateOptions): SimulationInput {
  const config = readConfig()
  useCalls(readCalls())
  const { settings } = config
  const calls = options.calls ?? settings.HELLOJADE_MOST_CALLS
  const { patients, days, seed, nurses } = options
  return {
    ...{ patients, days, seed, nurses },
    from: instantOfLocal(`${options.from}T00:00`),
    hospital: hospitalHours(config),
    callsOf: callsAtHand,
    limits: {
      calls,
      keptForCallers: settings.HELLOJADE_KEPT_CALLS,
      channels: options.channels ?? settings.HELLOJADE_TRUNK_CHANNELS ?? calls,
      callsPerNurse: settings.HELLOJADE_CALLS_PER_NURSE,
      startsPerS: (options.startsPerMinute ?? settings.HELLOJADE_STARTS_PER_MINUTE) / 60,
    },
    population: BELGIAN_PATIENTS,
    leaving: LEAVING,
  }
}

/** Throws what commander tells the user. */
function whole(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('is a whole number from 1')
  return value
}
