import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, Connection as Session } from 'oracledb'
import { Failure } from '../../domain/failure.js'
import type { Connection, Queries } from '../connection.js'
import { oracleDialect } from './dialect.js'
import { isOvertaken, storeFailure } from './errors.js'
import { closePool } from './pool.js'
import { queriesOn } from './session.js'

/** How often work is begun again: behind another session's row or lock, or on a new connection after one was lost. */
const AGAIN = { overtaken: 5, lost: 2, pauseMs: 20 } as const

export interface OracleConnection extends Connection {
  /** Runs `work` on a session of the pool, as it is (migrations). */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>
}

/** Work on a pool: each piece has a session to itself, writes in a transaction of it. */
export function oracleConnection(pool: Pool): OracleConnection {
  let closing: Promise<void> | undefined
  let ailing = false

  const session = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new Failure('store/unavailable')
    let mine: Session | undefined
    let failure: Failure | undefined
    try {
      mine = await pool.getConnection()
      return await work(mine)
    } catch (cause) {
      failure = storeFailure(cause)
      throw failure
    } finally {
      // What was broken off in the middle is not given to the next.
      await mine?.close({ drop: failure?.code === 'store/lost' }).catch(() => {})
    }
  }

  const transaction = <T>(work: (queries: Queries) => Promise<T>): Promise<T> =>
    session(async mine => {
      try {
        const done = await work(queriesOn(mine))
        await commit(mine)
        return done
      } catch (cause) {
        await mine.rollback().catch(() => {})
        throw cause
      }
    })

  return {
    session,
    dialect: oracleDialect,
    scrub: () => Promise.resolve(),
    ailing: () => ailing,
    read: work => again(() => session(mine => work(queriesOn(mine)))),
    async write(work) {
      try {
        const written = await again(() => transaction(work))
        ailing = false
        return written
      } catch (cause) {
        const failure = storeFailure(cause)
        ailing ||= AILMENTS.has(failure.code)
        throw failure
      }
    },
    close: () => (closing ??= closePool(pool)),
  }
}

const AILMENTS: ReadonlySet<string> = new Set(['store/lost', 'store/full', 'store/unavailable'])

/**
 * Whether a commit that lost its connection was done cannot be known, so it is not begun again: whoever asked looks, or
 * writes anew under the same id.
 */
async function commit(session: Session): Promise<void> {
  try {
    await session.commit()
  } catch (cause) {
    const failure = storeFailure(cause)
    throw failure.code === 'store/lost' ? new Uncertain(failure) : failure
  }
}
class Uncertain extends Failure {
  constructor(failure: Failure) {
    super('store/lost', {}, { cause: failure.cause })
  }
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (cause) {
      const failure = storeFailure(cause)
      const lost = failure.code === 'store/lost' && !(failure instanceof Uncertain) && tries <= AGAIN.lost
      if (!lost && !(isOvertaken(failure) && tries < AGAIN.overtaken)) throw failure
      await pause(AGAIN.pauseMs * tries)
    }
  }
}
