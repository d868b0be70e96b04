import { join } from 'node:path'
import { projectRoot } from '../daemon/paths.js'
import { DEFAULT_AFTER_MS, type Rehearsal } from '../daemon/rehearsal/format.js'
import { loadClip } from '../daemon/rehearsal/read.js'
import { soundsIn } from '../daemon/rehearsal/sound.js'

/** A hesitation and what follows it, by what was asked. */
const HESITATIONS = [
  ['pain', 'ben', 'disons-six'],
  ['pain', 'siwis-ben', 'siwis-trois-sur-dix-ca-va'],
  ['pain', 'attendez', 'deux'],
  ['pain', 'siwis-ben', 'deux'],
  ['free', 'siwis-ben', 'siwis-je-prends-tout'],
  ['free', 'ben', 'dors-mal'],
] as const
const INTERRUPTIONS = ['ah-non-pas-du-tout', 'disons-six', 'siwis-huit-sur-dix-tres-mal', 'vous-vous-trompez']
const BACKCHANNELS = ['daccord-vite', 'siwis-daccord', 'siwis-hum-hum']

export interface Hesitation {
  readonly asked: 'pain' | 'free'
  readonly first: Int16Array
  readonly rest: Int16Array
}

export interface ConversationClips {
  readonly hesitations: readonly Hesitation[]
  readonly interruptions: readonly Int16Array[]
  readonly backchannels: readonly Int16Array[]
}

/** The clips of the bench, without the silence around them. */
export async function conversationClips(): Promise<ConversationClips> {
  const all = (names: readonly string[]) => Promise.all(names.map(trimmed))
  return {
    hesitations: await Promise.all(
      HESITATIONS.map(async ([asked, first, rest]) => ({
        asked,
        first: await trimmed(first),
        rest: await trimmed(rest),
      })),
    ),
    interruptions: await all(INTERRUPTIONS),
    backchannels: await all(BACKCHANNELS),
  }
}

async function trimmed(name: string): Promise<Int16Array> {
  const pcm = await loadClip(join(projectRoot, 'test', 'rehearsals', 'clips', `${name}.wav`))
  const spans = soundsIn(pcm, 8000)
  return pcm.subarray((spans[0]?.startMs ?? 0) * 8, (spans.at(-1)?.endMs ?? 0) * 8)
}

/** What a patient does in one turn: answers with a pause inside, or speaks over the voice. */
export type PatientTurn =
  | { readonly clips: readonly Int16Array[]; readonly pauseMs: number }
  | { readonly over: Int16Array; readonly atMs: number }

/** A patient who does one of these in each turn of scripted-talk.ts, and nothing else. */
export function conversationRehearsal(turns: readonly PatientTurn[], opening: Rehearsal['opening']): Rehearsal {
  const answers: Record<string, Rehearsal['answers'][string]> = {}
  const interrupt: Rehearsal['interrupt'][number][] = []
  turns.forEach((turn, i) => {
    if ('over' in turn)
      interrupt.push({ during: `turn-${i}`, atMs: turn.atMs, nth: 1, clips: [turn.over], keys: undefined })
    else
      answers[`turn-${i}`] = [{ clips: turn.clips, thenMs: turn.pauseMs, afterMs: DEFAULT_AFTER_MS, keys: undefined }]
  })
  return {
    path: 'conversation',
    protocol: 'scripted-talk',
    language: 'fr',
    patient: { givenName: 'Jeanne', familyName: 'Lambert', birthDate: '1947-04-03' },
    caregivers: [],
    answers,
    opening,
    interrupt,
    line: { codec: 'alaw' },
    phone: 'answer',
    now: new Date('2026-11-24T09:00:00Z'),
    nowLocal: '2026-11-24T10:00:00',
    expect: {},
  }
}
