import type { CallObserver, EndedCall } from '../call/port.js'

const clock = (valueMs: number): string => {
  const tenths = Math.max(0, Math.round(valueMs / 100))
  return `${String(Math.floor(tenths / 600)).padStart(2, '0')}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`
}

/** Shows a call on the terminal turn by turn. For the demonstration and for tests only: it prints what is said. */
export function showCall(print: (line: string) => void): CallObserver {
  let gapMs: number | undefined
  return {
    ringing: () => print('  sonnerie …'),
    answered: () => print('  décroché'),
    timed: timing => {
      gapMs = timing.endpointingMs + timing.thinkingMs + timing.voiceMs
    },
    turn: turn => {
      const who = turn.speaker === 'agent' ? 'HelloJADE' : 'Patient  '
      const reply =
        turn.speaker === 'agent' && gapMs !== undefined ? `  (${Math.round(gapMs)} ms après le patient)` : ''
      if (turn.speaker === 'agent') gapMs = undefined
      print(`  ${clock(turn.startMs)}  ${who}  ${turn.text}${turn.interrupted ? ' — interrompu' : ''}${reply}`)
    },
    alerted: (rule, urgency) => print(`  ⚠ alerte ${rule} (${urgency})`),
  }
}

const STATUS: Record<string, string> = {
  understood: '',
  'not-understood': 'pas compris',
  refused: 'refusé',
  'not-known': 'ne sait pas',
  'not-asked': 'pas demandé',
}

/** The result of a call, for a person at a terminal. */
export function showResult(ended: EndedCall, print: (line: string) => void): void {
  const { call, answers, alerts, tasks } = ended.result
  print('')
  print(`  Issue : ${ended.disposition} · identité : ${call.identity ?? 'not-reached'}`)
  for (const answer of answers) {
    const value =
      answer.value === undefined
        ? STATUS[answer.status]
        : answer.value === true
          ? 'oui'
          : answer.value === false
            ? 'non'
            : String(answer.value)
    const marks = [
      answer.readBack === undefined ? '' : `relu : ${answer.readBack}`,
      answer.byKeypad ? 'au clavier' : '',
      answer.byCaregiver ? 'par un proche' : '',
    ].filter(Boolean)
    print(`    ${answer.linkId.padEnd(16)} ${value}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`)
  }
  for (const alert of alerts)
    print(
      `  ⚠ ${alert.rule} · ${alert.urgency} · « ${alert.words ?? ''} »${alert.recordingSecond === null ? '' : ` · à ${alert.recordingSecond.toFixed(1)} s de l'enregistrement`}`,
    )
  for (const task of tasks) print(`  ▢ tâche ${task.kind}`)
  if (call.score !== undefined)
    print(
      `  Score : ${call.score.complete ? call.score.score : `incomplet (${call.score.score})`} · ${call.score.band}`,
    )
  if (call.recordingPath !== undefined) {
    print(`  Enregistrement stéréo (chiffré) : ${call.recordingPath}`)
    print(`  Pour l'écouter : npx hellojade recording ${call.id} --out appel.wav`)
  }
  print('')
}
