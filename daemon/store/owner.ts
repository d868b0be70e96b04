import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'

/** Stores open in this process: several may share one database. */
const openHere = new Set<string>()

/** The process that holds a call, so that only the calls of the dead are closed for them. */
export interface Owner {
  /** Written with each call: boot and process namespace, process, its start, and which store of it. */
  readonly mark: string
  /**
   * Whether that owner could still be on the line. A number given again to a new process has another start. Of another machine, or
   * another container on this one, nobody here can tell: whether it was seen lately decides (living.ts).
   */
  readonly judge: (mark: string) => 'alive' | 'gone' | 'elsewhere'
  readonly gone: () => void
}

/** `shared`: other machines use this database too, so another boot is not an earlier one of this machine. */
export function openOwner(shared = false): Owner {
  const store = randomUUID()
  const here = processMark(process.pid)
  const herePlace = here.split(' ')[0]!
  openHere.add(store)
  return {
    mark: `${here} ${store}`,
    judge: mark => {
      const [place = '', pid, start, other = ''] = mark.split(' ')
      const owner = `${place} ${pid} ${start}`
      if (owner === here) return openHere.has(other) ? 'alive' : 'gone'
      if (place === herePlace) return owner === processMark(Number(pid)) ? 'alive' : 'gone'
      return shared || place.split('/')[0] === herePlace.split('/')[0] ? 'elsewhere' : 'gone'
    },
    gone: () => void openHere.delete(store),
  }
}

/** Boot and process namespace, process number and the start of the process in ticks since the boot, where the kernel tells them. */
function processMark(pid: number): string {
  const boot = `${read('/proc/sys/kernel/random/boot_id').trim() || '-'}/${namespace()}`
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

/** Two containers number their processes each for itself: "pid:[4026531836]". */
function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '') || '-'
  } catch {
    return '-'
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
