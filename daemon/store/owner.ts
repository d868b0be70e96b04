import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Stores open in this process: several may share one database. */
const openHere = new Set<string>()

/** The process that holds a call, so that only the calls of the dead are closed for them. */
export interface Owner {
  /** Written with each call: boot, process, its start, and which store of it. */
  readonly mark: string
  /** Whether that owner could still be on the line. A number given again to a new process has another start. */
  readonly isAlive: (mark: string) => boolean
  readonly gone: () => void
}

export function openOwner(): Owner {
  const store = randomUUID()
  const here = processMark(process.pid)
  openHere.add(store)
  return {
    mark: `${here} ${store}`,
    isAlive: mark => {
      const [boot, pid, start, other = ''] = mark.split(' ')
      const owner = `${boot} ${pid} ${start}`
      return owner === here ? openHere.has(other) : owner === processMark(Number(pid))
    },
    gone: () => void openHere.delete(store),
  }
}

/** Boot, process number and the start of the process in ticks since the boot, where the kernel tells them. */
function processMark(pid: number): string {
  const boot = read('/proc/sys/kernel/random/boot_id').trim() || '-'
  // proc(5): the name in the second field may hold anything, so fields are counted behind its closing bracket.
  const stat = read(`/proc/${pid}/stat`)
  const start = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(19)
  return `${boot} ${pid} ${start || (runs(pid) ? '-' : 'gone')}`
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
