import type { Command } from 'commander'
import { composeDischarges } from '../compose-discharges.js'
import { readConfig } from '../config.js'
import { Failure } from '../domain/failure.js'
import { openLog } from '../ops/log.js'
import type { DeadLetter } from '../store/port.js'
import { withStore } from './with-store.js'

type Settle = <Args extends unknown[]>(work: (...args: Args) => Promise<number>) => (...args: Args) => Promise<void>

const MOST_LISTED = 500
const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** `hellojade hl7 list|show|replay|discard`: messages that were refused and wait for a person. */
export function hl7Commands(program: Command, settle: Settle): void {
  const command = program.command('hl7').description('HL7 messages that were refused and wait for a person')
  command
    .command('list', { isDefault: true })
    .description('those that nobody has dealt with, the latest first')
    .option('--all', 'those that are settled too', false)
    .option('--json', 'as JSON', false)
    .action(
      settle(({ all, json }: { all: boolean; json: boolean }) =>
        withStore(readConfig(), async store => {
          const letters = await store.deadLetters({ all, limit: MOST_LISTED })
          if (json) return print(JSON.stringify(letters, null, 2))
          for (const letter of letters) print(lineOf(letter))
          print(letters.length === 0 ? 'Aucun message refusé.' : `${letters.length} message(s) refusé(s).`)
        }),
      ),
    )
  command
    .command('show')
    .argument('<id>', 'the message')
    .description('one message with what is in it; a patient is in it')
    .action(
      settle((id: string) =>
        withStore(readConfig(), async store => {
          const letter = await store.deadLetter(id)
          print(lineOf(letter))
          print(printed(letter.content))
        }),
      ),
    )
  command
    .command('replay')
    .argument('<id...>', 'the messages')
    .description('do what a message says, once the reason of its refusal is gone')
    .action(settle(replay))
  command
    .command('discard')
    .argument('<id...>', 'the messages')
    .description('nothing more is to be done about a message')
    .action(
      settle((ids: string[]) =>
        withStore(readConfig(), async store => {
          for (const id of ids) await store.settleDeadLetter(id, 'discarded', new Date())
          print(`${ids.length} message(s) écarté(s).`)
        }),
      ),
    )
}

async function replay(ids: string[]): Promise<number> {
  const config = readConfig()
  let failed = 0
  await withStore(config, async store => {
    const { receiver } = composeDischarges({ config, store, log: openLog({ level: 'error' }) })
    for (const id of ids) {
      try {
        await receiver.replay(id)
        print(`${id}  fait`)
      } catch (cause) {
        if (!(cause instanceof Failure)) throw cause
        failed++
        print(`${id}  ${cause.sentence('fr')}`)
      }
    }
  })
  return failed === 0 ? 0 : 1
}

function lineOf({
  id,
  failure,
  facts,
  acknowledgement,
  sender,
  controlId,
  messageType,
  times,
  lastAt,
  settled,
}: DeadLetter) {
  const what = [
    lastAt.toISOString(),
    acknowledgement,
    messageType,
    sender,
    controlId,
    times > 1 && `${times} ×`,
    settled,
  ]
  return `${id}  ${what.filter(Boolean).join(' · ')}\n    ${new Failure(failure, facts).sentence('fr')}`
}

/** A segment a line. Read as 8859/1, which shows every byte as something; no control character reaches the terminal. */
const printed = (content: Buffer): string =>
  content
    .toString('latin1')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\n\P{Cc}]/gu, '·')
