import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseProtocol } from './dialogue/dialogue.js'
import { Failure } from './domain/failure.js'
import { protocolsFolder } from './paths.js'
import { DEFAULT_CALLS } from './schedule/plan.js'
import type { ProtocolCalls } from './schedule/port.js'
import { callsOf } from './schedule/protocol-calls.js'

/**
 * When the calls of each questionnaire of protocols/ are made, by its id. Throws Failure protocol/invalid, and protocol/unknown where a
 * call asks another questionnaire that is not there.
 */
export function readCalls(folder = protocolsFolder()): ReadonlyMap<string, ProtocolCalls> {
  const files = readdirSync(folder).filter(file => file.endsWith('.yaml') && !file.startsWith('common.'))
  const protocols = files.map(file => parseProtocol(readFileSync(join(folder, file), 'utf8'), file))
  const calls = new Map(protocols.map(({ id, calls }) => [id, callsOf(calls)]))
  for (const { on } of calls.values())
    for (const { protocol } of on)
      if (protocol !== undefined && !calls.has(protocol))
        throw new Failure('protocol/unknown', { id: protocol, known: [...calls.keys()].join(', ') })
  return calls
}

let atHand: ReadonlyMap<string, ProtocolCalls> | undefined

/** From now on these are what {@link callsAtHand} knows: the daemon's start and SIGHUP read them. */
export const useCalls = (calls: ReadonlyMap<string, ProtocolCalls>): void => {
  atHand = calls
}

/**
 * When the calls of a questionnaire are made. Of one that is gone, or in a folder that cannot be read, the hospital's own hours: this
 * is asked while a call's end is written, which no file may prevent.
 */
export function callsAtHand(protocol: string): ProtocolCalls {
  atHand ??= readOrNone()
  return atHand.get(protocol) ?? DEFAULT_CALLS
}

function readOrNone(): ReadonlyMap<string, ProtocolCalls> {
  try {
    return readCalls()
  } catch {
    return new Map()
  }
}
