import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Had, partsFolder } from './unpack.js'

const run = promisify(execFile)

/** Pinned packages in a Python of their own; what pip would bring besides is named too. */
export interface PythonRequest {
  readonly name: string
  readonly packages: readonly string[]
  /** Must import for the part to be whole. */
  readonly proof: readonly string[]
}

/** Thirty packages at most, from a mirror that may be slow. */
const INSTALL_MS = 300_000

const underWay = new Map<string, Promise<Had>>()

/** Made once, whoever asks; `prefix` holds `bin/python`. */
export function ensurePython(request: PythonRequest): Promise<Had> {
  const started = underWay.get(request.name) ?? install(request)
  underWay.set(request.name, started)
  return started
}

async function install({ name, packages, proof }: PythonRequest): Promise<Had> {
  const prefix = join(partsFolder, name)
  const note = join(prefix, 'packages.txt')
  const wanted = packages.join('\n')
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return { ok: true, prefix }
  const python = join(prefix, 'bin/python')
  try {
    rmSync(prefix, { recursive: true, force: true })
    await run(process.env.PYTHON ?? 'python3', ['-m', 'venv', prefix], { timeout: INSTALL_MS })
    const pip = ['-m', 'pip', 'install', '-q', '--no-deps', '--disable-pip-version-check']
    await run(python, [...pip, ...packages], { timeout: INSTALL_MS })
    await run(python, ['-c', proof.map(module => `import ${module}`).join('\n')], { timeout: INSTALL_MS })
    writeFileSync(note, wanted)
    return { ok: true, prefix }
  } catch (cause) {
    rmSync(prefix, { recursive: true, force: true })
    return { ok: false, reason: `${name} cannot be installed: ${lastLine(cause)}` }
  }
}

const lastLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).trim().split('\n').at(-1) ?? ''
