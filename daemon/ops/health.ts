import { Failure } from '../domain/failure.js'
import type { HealthView, Part, PartState } from './port.js'

type Probe = () => Promise<PartState>

/** How long a part may think about how it is: less than what a supervisor's check usually allows (5 s). */
const PATIENCE_MS = 2000

/** The parts of the daemon and how to ask them. */
export class Health implements HealthView {
  readonly #probes = new Map<string, Probe>()
  readonly #patienceMs: number

  constructor(patienceMs: number = PATIENCE_MS) {
    this.#patienceMs = patienceMs
  }

  /** Asks `probe` from now on, in place of an earlier one of that name; the function returned ends it. */
  watch(name: string, probe: Probe): () => void {
    this.#probes.set(name, probe)
    return () => {
      if (this.#probes.get(name) === probe) this.#probes.delete(name)
    }
  }

  async parts(): Promise<readonly Part[]> {
    return Promise.all(
      [...this.#probes].map(async ([name, probe]) => ({ name, ...(await within(this.#patienceMs, ask(probe))) })),
    )
  }
}

/** A part that throws is down. Of its error only a Failure's own sentence is told: another's message may hold anything. */
async function ask(probe: Probe): Promise<PartState> {
  try {
    const { up, detail } = await probe()
    return { up, detail }
  } catch (thrown) {
    return { up: false, detail: thrown instanceof Failure ? thrown.message : 'Failed.' }
  }
}

async function within(patienceMs: number, answer: Promise<PartState>): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<PartState>(resolve => {
    timer = setTimeout(() => resolve({ up: false, detail: `No answer within ${patienceMs} ms.` }), patienceMs)
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    clearTimeout(timer)
  }
}
