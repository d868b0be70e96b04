import { appendFile, readFile } from 'node:fs/promises'
import type { AuditHead } from '../domain/audit.js'
import type { AuditTrail } from '../store/port.js'

const HOUR_MS = 3_600_000

interface HeadKeeping {
  readonly audit: Pick<AuditTrail, 'head'>
  /** A line is added each day. */
  readonly path: string
  readonly log: {
    info(facts: object, message: string): void
    error(facts: object, message: string): void
  }
  readonly now: () => Date
}

/**
 * Writes the head of the audit chain to the log and to a file, at the start and then once each day: whoever cuts the chain's end
 * off has to cut these too, and a hospital keeps its log elsewhere. Returns what stops it.
 */
export function keepAuditHeads({ audit, path, log, now }: HeadKeeping): () => void {
  let written = ''
  const write = async (): Promise<void> => {
    const today = now().toISOString()
    if (today.slice(0, 10) === written.slice(0, 10)) return
    const { seq, hash } = await audit.head()
    await appendFile(path, `${today} ${seq} ${hash}\n`, { mode: 0o600 })
    written = today
    log.info({ seq, hash }, 'head of the audit chain')
  }
  const tell = () => void write().catch(() => log.error({}, 'the head of the audit chain could not be written'))
  tell()
  const timer = setInterval(tell, HOUR_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** The heads in such a file; lines that are none are passed over. A file that is not there has none. */
export async function readAuditHeads(path: string): Promise<readonly AuditHead[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return ''
    throw cause
  })
  return [...text.matchAll(/^\S+ (\d+) (\S+)$/gm)]
    .map(([, seq, hash = '']) => ({ seq: Number(seq), hash }))
    .filter(({ seq }) => seq > 0)
}
