import { z } from 'zod'
import { Failure } from './domain/failure.js'
import { type OracleOptions, POOL } from './store/oracle/pool.js'

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

/** ORACLE_HOST or ORACLE_CONNECT_STRING puts the records into Oracle. */
export const ORACLE_ENVIRONMENT = {
  ORACLE_HOST: z.string().min(1).optional(),
  ORACLE_PORT: whole(1, 65_535).optional(),
  ORACLE_SERVICE: z.string().min(1).optional(),
  /** Instead of the three above: "host:1521/service", a name of tnsnames.ora in the wallet's folder, or a description. */
  ORACLE_CONNECT_STRING: z.string().min(1).optional(),
  ORACLE_USER: z.string().min(1).optional(),
  ORACLE_PASSWORD: z.string().min(1).optional(),
  /** Folder of ewallet.pem: the connection is TLS. */
  ORACLE_WALLET: z.string().min(1).optional(),
  ORACLE_WALLET_PASSWORD: z.string().min(1).optional(),
  ORACLE_POOL_MIN: whole(0, 100).default(POOL.min),
  ORACLE_POOL_MAX: whole(1, 200).default(POOL.max),
  ORACLE_QUEUE_TIMEOUT_MS: whole(100, 600_000).default(POOL.queueTimeoutMs),
  /** A connection idle for longer is pinged first; 0 always, -1 never. */
  ORACLE_PING_SECONDS: whole(-1, 86_400).default(POOL.pingSeconds),
  ORACLE_STATEMENT_CACHE: whole(0, 10_000).default(POOL.statementCache),
  /** A statement that takes longer is broken off. */
  ORACLE_CALL_TIMEOUT_MS: whole(1000, 600_000).default(POOL.callTimeoutMs),
}

type OracleSettings = z.infer<z.ZodObject<typeof ORACLE_ENVIRONMENT>>

const PORT = { tcp: 1521, tcps: 2484 } as const

/** The options of Oracle; undefined where nothing names one. Throws Failure config/invalid where something is missing. */
export function oracleOptions(settings: OracleSettings): OracleOptions | undefined {
  const { ORACLE_USER: user, ORACLE_PASSWORD: password, ORACLE_WALLET: wallet } = settings
  const connectString = settings.ORACLE_CONNECT_STRING ?? easyConnect(settings)
  if (connectString === undefined) return undefined
  if (user === undefined || password === undefined) missing('ORACLE_USER and ORACLE_PASSWORD are needed for Oracle')
  if (settings.ORACLE_POOL_MIN > settings.ORACLE_POOL_MAX) missing('ORACLE_POOL_MIN is above ORACLE_POOL_MAX')
  const { ORACLE_WALLET_PASSWORD: walletPassword } = settings
  return {
    ...{ connectString, user, password },
    ...(wallet !== undefined && { wallet }),
    ...(walletPassword !== undefined && { walletPassword }),
    pool: {
      min: settings.ORACLE_POOL_MIN,
      max: settings.ORACLE_POOL_MAX,
      queueTimeoutMs: settings.ORACLE_QUEUE_TIMEOUT_MS,
      pingSeconds: settings.ORACLE_PING_SECONDS,
      statementCache: settings.ORACLE_STATEMENT_CACHE,
      callTimeoutMs: settings.ORACLE_CALL_TIMEOUT_MS,
    },
  }
}

function easyConnect(settings: OracleSettings): string | undefined {
  const { ORACLE_HOST: host, ORACLE_SERVICE: service, ORACLE_WALLET: wallet } = settings
  if (host === undefined) return undefined
  if (service === undefined) missing('ORACLE_SERVICE is needed beside ORACLE_HOST')
  const port = settings.ORACLE_PORT ?? (wallet === undefined ? PORT.tcp : PORT.tcps)
  return `${wallet === undefined ? '' : 'tcps://'}${host}:${port}/${service}`
}

function missing(reasons: string): never {
  throw new Failure('config/invalid', { reasons })
}
