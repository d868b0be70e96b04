import type { Command } from 'commander'
import { readConfig } from '../config.js'
import type { PatientId } from '../domain/ids.js'
import { shownLocal } from '../schedule/local-time.js'
import { type Preferences, WEEKDAYS } from '../schedule/port.js'
import { shownWindow } from '../schedule/protocol-calls.js'
import type { DueCall } from '../store/port.js'
import type { Settle } from './protocol.js'
import { withStore } from './with-store.js'

/** `hellojade plan PATIENT`: every call planned for a patient, what became of it and when it is due. */
export function planCommand(program: Command, settle: Settle): void {
  program
    .command('plan')
    .argument('<patient>', 'a patient of the database')
    .option('--json', 'as JSON', false)
    .description("a patient's calls: which, when, until when, and what became of them")
    .action(
      settle((id: string, { json }: { json: boolean }) =>
        withStore(readConfig(), async store => {
          const { preferences = {} } = await store.patient(id as PatientId)
          const calls = await store.dueCallsOf(id as PatientId)
          process.stdout.write(
            json ? `${JSON.stringify({ preferences, calls }, null, 2)}\n` : planShown(calls, preferences),
          )
        }),
      ),
    )
}

const STATES: Readonly<Record<DueCall['state'], string>> = {
  due: 'à faire',
  claimed: 'en cours',
  done: 'terminé',
  cancelled: 'annulé',
  expired: 'dépassé',
}

/** On Brussels' clock. */
export function planShown(calls: readonly DueCall[], preferences: Preferences): string {
  const rows = calls.map(({ day, protocol, dueAt, notAfter, state, urgent, attempts = 0, phone = 0 }) =>
    [
      day === undefined ? 'à la main' : `J+${day}`,
      `${shownLocal(dueAt)} – ${shownLocal(notAfter)}`,
      protocol,
      STATES[state],
      ...(urgent === true ? ['urgent'] : []),
      ...(attempts > 0 ? [`${attempts} essai(s)`] : []),
      ...(state === 'due' && phone > 0 ? [`numéro ${phone + 1}`] : []),
    ].join('  '),
  )
  const wishes = [
    ...(preferences.days ?? []).map(day => JOURS[WEEKDAYS.indexOf(day)] ?? day),
    ...(preferences.windows ?? []).map(shownWindow),
  ]
  return [
    ...(rows.length === 0 ? ["Aucun appel n'est prévu."] : rows),
    ...(wishes.length === 0 ? [] : [`Préfère : ${wishes.join(', ')}`]),
    '',
  ].join('\n')
}

const JOURS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const
