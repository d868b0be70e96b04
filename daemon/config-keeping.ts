import { resolve } from 'node:path'
import { z } from 'zod'

/** Law of 22 April 2019 on quality practice in health care, art. 35: at least 30 years after the last contact. */
const LEGAL_YEARS = 30

/** How long each kind of record is kept, and where backups go. */
export const KEEPING_SETTINGS = {
  /** Days that recordings are kept. */
  HELLOJADE_KEEP_RECORDINGS: z.coerce.number().int().min(1).max(3650).default(30),
  /** Days that transcripts are kept. */
  HELLOJADE_KEEP_TRANSCRIPTS: z.coerce.number().int().min(1).max(18_250).default(365),
  /** Years that answers and alerts are kept; fewer than 30 only where the hospital's own record holds them. */
  HELLOJADE_KEEP_RESULTS: z.coerce.number().int().min(1).max(100).default(LEGAL_YEARS),
  /** `yes` where the hospital confirms that its own record holds the results of every call. */
  HELLOJADE_RESULTS_HELD_ELSEWHERE: z.enum(['yes', 'no']).default('no'),
  /** Where backups go, and the list of who was erased since; default `backups` in the daemon's home. */
  HELLOJADE_BACKUPS: z.string().min(1).optional(),
}

type Settings = z.infer<z.ZodObject<typeof KEEPING_SETTINGS>>

/** What zod cannot see in one field; undefined where all is well. */
export const keepingFault = (settings: Settings): string | undefined =>
  settings.HELLOJADE_KEEP_RESULTS < LEGAL_YEARS && settings.HELLOJADE_RESULTS_HELD_ELSEWHERE === 'no'
    ? `HELLOJADE_KEEP_RESULTS: fewer than ${LEGAL_YEARS} years need HELLOJADE_RESULTS_HELD_ELSEWHERE=yes`
    : undefined

export const keepingOf = (settings: Settings) => ({
  recordingDays: settings.HELLOJADE_KEEP_RECORDINGS,
  transcriptDays: settings.HELLOJADE_KEEP_TRANSCRIPTS,
  resultYears: settings.HELLOJADE_KEEP_RESULTS,
})

export const backupsFolder = (settings: Settings, home: string): string =>
  resolve(settings.HELLOJADE_BACKUPS ?? `${home}/backups`)
