import oracledb, { type Connection, type Pool } from 'oracledb'
import { storeFailure } from './errors.js'

export interface OracleOptions {
  /** As Oracle's clients take it: "host:1521/service", "tcps://host:2484/service", a name of tnsnames.ora or a description. */
  readonly connectString: string
  readonly user: string
  readonly password: string
  /** Folder of ewallet.pem (and tnsnames.ora), for TLS. */
  readonly wallet?: string
  readonly walletPassword?: string
  readonly pool?: Partial<PoolOptions>
}

export interface PoolOptions {
  readonly min: number
  readonly max: number
  /** How long work waits for a free connection before it fails as store/busy. */
  readonly queueTimeoutMs: number
  /** A connection idle for longer is pinged before it is used; 0 pings always, -1 never. */
  readonly pingSeconds: number
  /** Statements that each connection keeps parsed. The daemon has about 120 texts. */
  readonly statementCache: number
  /** A statement that takes longer is broken off as store/busy. */
  readonly callTimeoutMs: number
}

export const POOL = {
  min: 1,
  max: 8,
  queueTimeoutMs: 5000,
  pingSeconds: 30,
  statementCache: 150,
  callTimeoutMs: 15_000,
} as const satisfies PoolOptions

/** The daemon's own order and calendar, whatever the server's and the client's territory are. */
const SESSION = "alter session set time_zone = 'UTC' nls_sort = binary nls_comp = binary"

/** Seconds until a server that does not answer is given up. */
const CONNECT_SECONDS = 10
const DRAIN_SECONDS = 10

/** A pool of thin connections. Throws Failure store/lost, store/unauthorised. */
export async function openPool(options: OracleOptions): Promise<Pool> {
  const { connectString, user, password, wallet, walletPassword } = options
  const { min, max, queueTimeoutMs, pingSeconds, statementCache, callTimeoutMs } = { ...POOL, ...options.pool }
  try {
    return await oracledb.createPool({
      ...{ connectString, user, password },
      ...(wallet !== undefined && { walletLocation: wallet, configDir: wallet }),
      ...(walletPassword !== undefined && { walletPassword }),
      ...{ poolMin: min, poolMax: max, poolIncrement: 1, queueTimeout: queueTimeoutMs, queueMax: -1 },
      ...{ poolPingInterval: pingSeconds, stmtCacheSize: statementCache },
      ...{ connectTimeout: CONNECT_SECONDS, transportConnectTimeout: CONNECT_SECONDS },
      sessionCallback: (connection: Connection, _tag: string, done: (error?: unknown) => void) => {
        connection.callTimeout = callTimeoutMs
        connection.execute(SESSION).then(() => done(), done)
      },
    })
  } catch (cause) {
    throw storeFailure(cause)
  }
}

export const closePool = (pool: Pool): Promise<void> => pool.close(DRAIN_SECONDS)
