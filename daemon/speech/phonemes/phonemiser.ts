import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Failure } from '../../domain/failure.js'
import { type Clause, clausesOf, cleanIpa } from './clauses.js'
import { respelled } from './respelling.js'

/** Words to sounds, through one long-lived espeak-ng child. */
export interface Phonemiser {
  /** The text's clauses as IPA. `voice` is espeak-ng's name of the language: fr, nl, en-us. Throws Failure speech/synthesiser. */
  phonemise(text: string, voice: string): Promise<Clause[]>
  /** The running child, for the record; undefined before the first sentence and after close. */
  readonly childPid: number | undefined
  close(): Promise<void>
}

interface Waiting {
  readonly line: string
  readonly resolve: (ipa: string[]) => void
  readonly reject: (cause: unknown) => void
  tries: number
}

const CHILD = fileURLToPath(new URL('./espeak/child.js', import.meta.url))
/** A sentence takes 8 ms, the start of the child 0.3 s on a busy core: past this the child hangs. */
const ANSWER_MS = 15_000
/** A sentence that has killed two children is itself the reason. */
const MAX_TRIES = 2

class EspeakChild implements Phonemiser {
  #child: ChildProcessByStdio<Writable, Readable, null> | undefined
  #waiting = new Map<number, Waiting>()
  #lastId = 0
  #watch: NodeJS.Timeout | undefined
  #closed = false

  get childPid(): number | undefined {
    return this.#child?.pid
  }

  async phonemise(text: string, voice: string): Promise<Clause[]> {
    const clauses = clausesOf(respelled(text, voice))
    if (clauses.length === 0) return []
    const ipa = await this.#ask(
      voice,
      clauses.map(clause => clause.text),
    )
    return clauses.map((clause, i) => ({ text: cleanIpa(ipa[i] ?? ''), mark: clause.mark }))
  }

  #ask(voice: string, clauses: readonly string[]): Promise<string[]> {
    if (this.#closed) return Promise.reject(new Failure('speech/synthesiser'))
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { line: `${JSON.stringify({ id, voice, clauses })}\n`, resolve, reject, tries: 0 })
      this.#send(id)
    })
  }

  #send(id: number): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    waiting.tries += 1
    this.#child ??= this.#start()
    this.#child.ref()
    this.#child.stdin.write(waiting.line)
    this.#watch ??= setTimeout(() => this.#child?.kill('SIGKILL'), ANSWER_MS)
  }

  #start() {
    const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'ignore'] })
    // A write that meets a dead child is answered by its exit, which sends the line again.
    child.stdin.on('error', () => {})
    child.on('error', () => this.#ended(child))
    child.on('exit', () => this.#ended(child))
    createInterface({ input: child.stdout }).on('line', line => this.#answered(line))
    return child
  }

  #answered(line: string): void {
    const { id, ipa } = JSON.parse(line) as { id: number; ipa?: string[] }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    clearTimeout(this.#watch)
    this.#watch = undefined
    if (this.#waiting.size > 0) this.#watch = setTimeout(() => this.#child?.kill('SIGKILL'), ANSWER_MS)
    if (ipa) waiting?.resolve(ipa)
    else waiting?.reject(new Failure('speech/synthesiser'))
  }

  #ended(child: unknown): void {
    if (this.#child !== child) return
    this.#child = undefined
    clearTimeout(this.#watch)
    this.#watch = undefined
    for (const [id, waiting] of this.#waiting) {
      if (!this.#closed && waiting.tries < MAX_TRIES) this.#send(id)
      else {
        this.#waiting.delete(id)
        waiting.reject(new Failure('speech/synthesiser'))
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const child = this.#child
    if (!child) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.stdin.end()
    await gone
  }
}

/** A phonemiser of one's own; its child starts with the first sentence, again if it dies, and ends when the pipe closes. */
export const openPhonemiser = (): Phonemiser => new EspeakChild()

let shared: { readonly phonemiser: Phonemiser; leases: number } | undefined

/** One child for all voices of the process; it ends with the last lease. */
export function leasePhonemiser(): Phonemiser {
  shared ??= { phonemiser: openPhonemiser(), leases: 0 }
  const lease = shared
  lease.leases += 1
  let open = true
  return {
    phonemise: (text, voice) => lease.phonemiser.phonemise(text, voice),
    get childPid() {
      return lease.phonemiser.childPid
    },
    close: async () => {
      if (!open) return
      open = false
      lease.leases -= 1
      if (lease.leases > 0) return
      if (shared === lease) shared = undefined
      await lease.phonemiser.close()
    },
  }
}
