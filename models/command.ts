import type { Language } from '../daemon/domain/expected.js'
import { Failure } from '../daemon/domain/failure.js'
import type { FetchOptions } from './fetch.js'
import { fetchModels } from './fetch.js'
import type { Listing, ModelState } from './list.js'
import { listModels, verifyModels } from './list.js'
import { progressOn } from './progress.js'
import type { OwnFiles } from './voice.js'

export interface CommandOptions {
  readonly folder: string
  readonly own?: OwnFiles
  /** For `fetch`: exactly these models. */
  readonly names?: readonly string[]
  readonly languages?: readonly Language[]
  /** For `fetch`: false keeps a voice that is on disk although a preferred one exists (a start does); true if absent. */
  readonly upgrade?: boolean
  readonly hub?: string
  readonly modulesFolder?: string
  readonly json?: boolean
  /** Where tables and progress go; the terminal if absent. */
  readonly out?: NodeJS.WriteStream
  readonly signal?: AbortSignal
}

/**
 * What a start does: fetches what is missing with progress and returns the listing; silent, and without any network, when
 * everything needed is there. Throws the Failure of `fetchModels`.
 */
export async function ensureModels(options: CommandOptions): Promise<Listing> {
  await fetchWithProgress({ ...options, upgrade: false }, options.out ?? process.stdout)
  return listModels(options)
}

/**
 * `hellojade models list|fetch|verify`. Returns the exit status: 0 if all that is needed is there, 1 if not.
 * A Failure is told in one sentence, not thrown.
 */
export async function modelsCommand(action: 'list' | 'fetch' | 'verify', options: CommandOptions): Promise<number> {
  const out = options.out ?? process.stdout
  try {
    if (action === 'fetch') await fetchWithProgress(options, out)
    const listing = await (action === 'verify' ? verifyModels : listModels)(options)
    if (options.json) out.write(`${JSON.stringify(listing, null, 2)}\n`)
    else for (const line of listingLines(listing)) out.write(`${line}\n`)
    return isUsable(listing, action) ? 0 : 1
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    out.write(`${cause.sentence('fr')}\n${cause.sentence('en')}\n`)
    return 1
  }
}

const fetchWithProgress = async (options: CommandOptions, out: NodeJS.WriteStream): Promise<void> => {
  const { folder, names, languages, hub, modulesFolder, own, signal, upgrade = true, json = false } = options
  const progress = progressOn(out, json)
  const fetching: FetchOptions = {
    folder,
    upgrade,
    onProgress: progress.show,
    ...(names && names.length > 0 ? { names } : {}),
    ...(languages ? { languages } : {}),
    ...(hub === undefined ? {} : { hub }),
    ...(own === undefined ? {} : { own }),
    ...(modulesFolder === undefined ? {} : { modulesFolder }),
    ...(signal ? { signal } : {}),
  }
  try {
    const report = await fetchModels(fetching)
    progress.end()
    if (!json) for (const note of report.notes) out.write(`  ${note}\n`)
  } finally {
    progress.end()
  }
}

/** A damaged file always counts; for a listing a missing voice of a language that nobody asked for does not. */
const isUsable = (listing: Listing, action: string): boolean => {
  const needed = (model: ModelState): boolean => model.use !== 'voice'
  const hasDamage = listing.models.some(model => model.state === 'damaged')
  if (action === 'verify' && hasDamage) return false
  const hasParts = listing.models.filter(needed).every(model => model.state === 'present')
  return hasParts && listing.voices.some(each => each.language === 'fr' && each.voice !== undefined)
}

/** The listing as lines for a person. */
export function listingLines(listing: Listing): readonly string[] {
  const rows = listing.models.map(model => [
    model.name,
    model.use,
    model.languages.join(' '),
    `${(model.bytes / 1e6).toFixed(1)} MB`,
    `${model.rateHz} Hz`,
    model.licence,
    model.state,
  ])
  const table = [['model', 'use', 'language', 'size', 'rate', 'licence', 'state'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0))) ?? []
  return [
    ...table.map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    `hears     ${listing.recogniser}`,
    ...listing.voices.map(each => `speaks ${each.language} ${each.reason}`),
  ]
}
