import type { Config } from '../config.js'
import type { AlertId } from '../domain/ids.js'
import type { AlertRecord } from '../store/port.js'
import { withStore } from './with-store.js'

/** `hellojade alerts list`: every alert that no named nurse has closed, the most urgent first. */
export const listAlertsCommand = (options: { readonly json: boolean }, config: Config): Promise<number> =>
  withStore(config, async store => {
    const open = [...(await store.openAlerts())].sort((a, b) => rank(b) - rank(a))
    if (options.json) return void process.stdout.write(`${JSON.stringify(open, null, 2)}\n`)
    for (const alert of open) process.stdout.write(`${lineOf(alert)}\n`)
    process.stdout.write(open.length === 0 ? 'Aucune alerte ouverte.\n' : `${open.length} alerte(s) ouverte(s).\n`)
  })

/** `hellojade alerts acknowledge ID --by NAME`: a named nurse closes it; the note stays with it. */
export const acknowledgeCommand = (
  id: string,
  options: { readonly by: string; readonly note?: string },
  config: Config,
): Promise<number> =>
  withStore(config, async store => {
    const { by, note } = options
    await store.acknowledgeAlert(id as AlertId, { by, at: new Date(), ...(note === undefined ? {} : { note }) })
    process.stdout.write(`Alerte fermée par ${by}.\n`)
  })

const RANKS: Readonly<Record<AlertRecord['urgency'], number>> = { routine: 0, soon: 1, urgent: 2, emergency: 3 }
const rank = (alert: AlertRecord): number => RANKS[alert.urgency]

function lineOf(alert: AlertRecord): string {
  const { id, urgency, rule, ward, raisedAt, confirmation, words, steps } = alert
  const facts = [raisedAt.toISOString(), urgency, rule, confirmation, ward].filter(fact => fact !== undefined)
  const rung = steps.map(({ kind, number }) => (number === undefined ? kind : `${kind} ${number}`)).join(', ')
  return [`${id}  ${facts.join(' · ')}`, words && `    « ${words} »`, rung && `    ${rung}`].filter(Boolean).join('\n')
}
