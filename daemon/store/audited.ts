import type { Actor } from '../domain/audit.js'
import { Failure } from '../domain/failure.js'
import type { Deed } from './audit.js'
import { AUDIT_RULES } from './audit-rules.js'
import type { Connection } from './connection.js'
import type { Ground } from './ground.js'
import { type Records, recordsOn } from './records.js'
import { type Tale, tell, writeTold } from './told.js'

type Method = keyof Records
/** A method or a rule whose own types are of no use to who passes everything through. */
type Run = (...args: readonly unknown[]) => Promise<unknown>
type Tells = (result: unknown, ...args: readonly unknown[]) => readonly Deed[]
type AnyRule =
  | {
      readonly change: Tells
      readonly stands?: true
      readonly once?: (...args: readonly unknown[]) => string
      readonly refused?: (failure: Failure, ...args: readonly unknown[]) => Deed
    }
  | { readonly read: Tells; readonly stands?: true; readonly persons?: true }
  | { readonly done: Tells }
  | 'unaudited'

/**
 * The records as this actor uses them: whatever the rules tell is in the trail. A change and its entry are one transaction; what
 * is read is handed out once its entry is committed, so that nobody sees a record that the trail does not know of. What `stands`
 * is done or shown although the trail is blocked, and told in it later: see told.ts.
 */
export function auditedRecords(ground: Ground, actor: Actor): Records {
  const told = new Set<string>()
  const methods = Object.keys(AUDIT_RULES) as Method[]
  return Object.fromEntries(methods.map(method => [method, audited(ground, actor, told, method)])) as unknown as Records
}

const plainly = (ground: Ground, method: Method): Run =>
  (recordsOn(ground) as unknown as Readonly<Record<Method, Run>>)[method]

function audited(ground: Ground, actor: Actor, told: Set<string>, method: Method): Run {
  const rule = AUDIT_RULES[method] as unknown as AnyRule
  const plain = plainly(ground, method)
  if (rule === 'unaudited') return plain
  const stands = 'stands' in rule && rule.stands === true
  const append = (deeds: readonly Deed[]) => tell(ground, { actor, stands }, deeds)

  if (!('change' in rule)) {
    if ('read' in rule && rule.persons && actor.role === 'system') return plain
    const tells = 'read' in rule ? rule.read : rule.done
    return async (...args) => {
      const result = await plain(...args)
      await append(tells(result, ...args))
      return result
    }
  }

  return async (...args) => {
    const once = rule.once && `${method} ${rule.once(...args)}`
    if (once !== undefined && told.has(once)) return plain(...args)
    const connection = telling(ground, { actor, stands, deedsOf: result => rule.change(result, ...args) })
    try {
      const result = await plainly({ ...ground, connection }, method)(...args)
      if (once !== undefined) told.add(once)
      if (method === 'closeCall') forget(told, String(args[0]))
      return result
    } catch (cause) {
      if (rule.refused && cause instanceof Failure && cause.code === 'call/not-allowed')
        await append([rule.refused(cause, ...args)])
      throw cause
    }
  }
}

/** The same database, but that every transaction also holds what it leaves in the trail. */
const telling = (ground: Ground, tale: Tale<unknown>): Connection => ({
  read: work => ground.connection.read(work),
  write: work => writeTold(ground, tale, work),
  dialect: ground.connection.dialect,
  scrub: () => ground.connection.scrub(),
  ailing: () => ground.connection.ailing(),
  close: () => ground.connection.close(),
})

/** A call that is over is told of no more. */
function forget(told: Set<string>, callId: string): void {
  for (const key of told) if (key.endsWith(callId)) told.delete(key)
}
