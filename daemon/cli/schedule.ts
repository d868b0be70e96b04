import type { Command } from 'commander'
import { readConfig } from '../config.js'
import type { WardState } from '../store/port.js'
import { withStore } from './with-store.js'

type Settle = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>

const EVERY_WARD = '*'

/** `hellojade schedule pause|resume|show`: works on the database, so that every daemon on it obeys within a second. */
export function scheduleCommands(program: Command, settle: Settle): void {
  const command = program
    .command('schedule')
    .description('the calls that are due: hold them, let them go, look at them')
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  command
    .command('pause')
    .description('begin no call from now on; those on the line go on')
    .option('--ward <name>', 'of this ward alone')
    .action(
      settle(({ ward }: { ward?: string }) =>
        withStore(readConfig(), async store => {
          await store.pause(new Date(), ward)
          print(ward === undefined ? 'Appels suspendus.' : `Appels suspendus : ${ward}.`)
        }),
      ),
    )
  command
    .command('resume')
    .description('begin calls again')
    .option('--ward <name>', 'of this ward alone')
    .action(
      settle(({ ward }: { ward?: string }) =>
        withStore(readConfig(), async store => {
          await store.resume(ward)
          const left = await store.pauses()
          print(ward === undefined ? 'Appels repris.' : `Appels repris : ${ward}.`)
          if (left.length > 0) print(`Toujours suspendus : ${left.map(nameOf).join(', ')}`)
        }),
      ),
    )
  command
    .command('show', { isDefault: true })
    .description('what is due in each ward')
    .option('--json', 'as JSON', false)
    .action(
      settle(({ json }: { json: boolean }) =>
        withStore(readConfig(), async store => {
          const wards = await store.wardStates(new Date())
          const paused = await store.pauses()
          if (json) return print(JSON.stringify({ paused, wards }))
          if (paused.length > 0) print(`Suspendus : ${paused.map(nameOf).join(', ')}`)
          print(wards.length === 0 ? "Aucun appel n'est à faire." : table(wards))
        }),
      ),
    )
}

const nameOf = (ward: string): string => (ward === EVERY_WARD ? 'tous les services' : ward)

function table(wards: readonly WardState[]): string {
  const rows = [
    ['service', 'à faire', 'plus tard', 'en cours', ''],
    ...wards.map(({ ward, overdue, later, claimed, paused }) => [
      ...[ward, `${overdue}`, `${later}`, `${claimed}`, paused ? 'suspendu' : ''],
    ]),
  ]
  const width = Math.max(...rows.map(([ward = '']) => ward.length))
  return rows
    .map(([ward = '', ...cells]) => `${ward.padEnd(width)}${cells.map(cell => cell.padStart(11)).join('')}`.trimEnd())
    .join('\n')
}
