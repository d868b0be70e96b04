import { join } from 'node:path'
import type { Command } from 'commander'
import { type Config, readConfig } from '../config.js'
import type { AuditEntry, AuditVerdict } from '../domain/audit.js'
import type { PatientId } from '../domain/ids.js'
import { readAuditHeads } from '../ops/audit-heads.js'
import type { Settle } from './program.js'
import { withStore } from './with-store.js'

export const auditHeadsFile = (config: Config): string => join(config.folders.home, 'audit-heads.log')

export function auditCommands(program: Command, settle: Settle): void {
  const command = program.command('audit').description('who saw and changed what')
  command
    .command('show', { isDefault: true })
    .description('the entries, the newest first')
    .option('--patient <id>', 'those of this patient')
    .option('--limit <n>', 'at most so many', Number, 50)
    .option('--json', 'as JSON, a line each', false)
    .action(
      settle((options: { patient?: string; limit: number; json: boolean }) => showAuditCommand(options, readConfig())),
    )
  command
    .command('verify')
    .description('follow the chain from its first entry; names the first link that is broken')
    .option('--heads <file>', 'heads exported earlier, a line each as the daemon writes them')
    .action(settle((options: { heads?: string }) => verifyAuditCommand(options, readConfig())))
}

const showAuditCommand = (
  options: { readonly patient?: string; readonly limit: number; readonly json: boolean },
  config: Config,
): Promise<number> =>
  withStore(config, async store => {
    const { patient, limit } = options
    const of = patient === undefined ? {} : { patientId: patient as PatientId }
    const entries = await store.audit.entries({ limit, ...of })
    await store.audit.append({ action: 'audit.read', ...of })
    for (const entry of entries) process.stdout.write(`${options.json ? JSON.stringify(entry) : lineOf(entry)}\n`)
  })

async function verifyAuditCommand({ heads }: { readonly heads?: string }, config: Config): Promise<number> {
  let holds = false
  await withStore(config, async store => {
    const verdict = await store.audit.verify(await readAuditHeads(heads ?? auditHeadsFile(config)))
    process.stdout.write(`${sentenceOf(verdict)}\n`)
    holds = verdict.holds
  })
  return holds ? 0 : 1
}

const BROKEN = {
  changed: 'cette entrée a été changée',
  missing: 'cette entrée manque',
  cut: "la fin de la chaîne manque à partir d'ici",
  head: 'la tête de la chaîne est celle d’une autre',
} as const

const sentenceOf = (verdict: AuditVerdict): string =>
  verdict.holds
    ? `Chaîne intacte : ${verdict.entries} entrée(s).`
    : `Chaîne rompue à l'entrée ${verdict.seq} : ${BROKEN[verdict.broken]}.`

function lineOf({ seq, at, actor, action, patientId, patientIds, subjectId, facts }: AuditEntry): string {
  const about = [patientId, patientIds?.join(' '), subjectId, facts && JSON.stringify(facts)]
    .filter(Boolean)
    .join(' · ')
  const why = actor.why === undefined ? '' : ` « ${actor.why} »`
  return `${seq}  ${at.toISOString()}  ${actor.name} (${actor.role}, ${actor.from})  ${action}  ${about}${why}`
}
