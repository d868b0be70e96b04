import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Wards and names in the proportions of nothing in particular: what is measured does not depend on them. */
const WARDS = ['CARDIO', 'CHIR', 'GERIA', 'ORTHO', 'PNEUMO', 'MEDINT']
const MINUTE_MS = 60_000

/** A hospital's export of `rows` discharges of the last day, with two numbers and a relative each. */
export function dischargeFile(rows: number, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const lines = Array.from({ length: rows }, (_, n) => {
    const left = new Date(now.getTime() - (n % (24 * 60)) * MINUTE_MS).toISOString()
    const birth = `${two(1 + (n % 28))}/${two(1 + (n % 12))}/${1930 + (n % 70)}`
    const number = `0475 ${String(100_000 + (n % 900_000))}`
    return [
      ...[`P${n}`, `V${n}`, `Lambert${n}`, `Anne ${n}`, birth, n % 2 === 0 ? 'F' : 'M', 'fr', number, '065 31 99 88'],
      ...[`Paulette ${n} (fille)`, WARDS[n % WARDS.length], left, 'cholécystectomie', '51.23'],
    ].join(';')
  })
  const head =
    'Dossier;Séjour;Nom;Prénom;Naissance;Sexe;Langue;Téléphone;Téléphone 2;Proches;Service;Sortie;Motif;Intervention'
  return [head, ...lines].join('\n')
}

export interface DischargeTimes {
  readonly rows: number
  readonly importedS: number
  /** Of the processor, which on a busy machine is less than the time that passed. */
  readonly importedCpuS: number
  readonly againS: number
  readonly againCpuS: number
  readonly calls: number
}

/** Imports the file into an empty database, and once more. `run` is one import; it returns the calls that are due because of it. */
export async function benchDischarges(
  rows: number,
  now: Date,
  run: (file: string, folder: string) => Promise<number>,
): Promise<DischargeTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'hellojade-bench-'))
  try {
    const file = join(folder, 'discharges.csv')
    await writeFile(file, dischargeFile(rows, now))
    const timed = async () => {
      const startedMs = performance.now()
      const before = process.cpuUsage()
      const calls = await run(file, folder)
      const { user, system } = process.cpuUsage(before)
      return { calls, s: (performance.now() - startedMs) / 1000, cpuS: (user + system) / 1_000_000 }
    }
    const first = await timed()
    const again = await timed()
    return {
      rows,
      importedS: first.s,
      importedCpuS: first.cpuS,
      againS: again.s,
      againCpuS: again.cpuS,
      calls: first.calls,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
