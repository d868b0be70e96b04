import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../daemon/paths.js'

/** A real part is there, or a sentence says why it cannot be had: the test is then skipped by name with that reason. */
export type Had = { readonly ok: true; readonly prefix: string } | { readonly ok: false; readonly reason: string }

export interface UnpackRequest {
  readonly name: string
  readonly suites: string
  readonly packages: readonly string[]
  /** Alternatives of an extended regular expression: packages that the program never opens. */
  readonly skip?: string
  /** A file of the prefix that proves that it is whole. */
  readonly proof: string
}

/** Unpacking takes 7–80 s and 24–161 MB (measured); five minutes means that the mirror does not answer. */
const UNPACK_MS = 300_000

/** Everything unpacked stays in .parts/ of the project, which git ignores. */
export const partsFolder = join(projectRoot, '.parts')

const underWay = new Map<string, Promise<Had>>()

/** Unpacks once, whoever asks; never installs anything on the system. */
export function unpack(request: UnpackRequest): Promise<Had> {
  const started = underWay.get(request.name) ?? unpackOnce(request)
  underWay.set(request.name, started)
  return started
}

function unpackOnce({ name, suites, packages, skip, proof }: UnpackRequest): Promise<Had> {
  const prefix = join(partsFolder, name)
  if (existsSync(join(prefix, proof))) return Promise.resolve({ ok: true, prefix })
  const script = join(projectRoot, 'test', 'parts', 'unpack-debs.sh')
  const env = { ...process.env, ...(skip ? { UNPACK_SKIP: skip } : {}) }
  return new Promise(resolve => {
    execFile(script, [prefix, suites, ...packages], { env, timeout: UNPACK_MS }, (error, _stdout, stderr) => {
      if (existsSync(join(prefix, proof))) resolve({ ok: true, prefix })
      else resolve({ ok: false, reason: `${name} cannot be unpacked: ${lastLine(stderr) || error?.message || proof}` })
    })
  })
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** This machine's own Debian suite, from os-release. */
export function ownSuite(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1] ?? 'stable'
}
