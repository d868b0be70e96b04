import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  benchConversation,
  CONVERSATION_SENTENCES,
  type ConversationPart,
  conversationTable,
} from '../../bench/conversation.js'
import { conversationClips } from '../../bench/conversation-clips.js'
import { judgementAt, type ScriptedTurn, scriptedTalk } from '../../bench/scripted-talk.js'
import type { CallLog } from '../call/port.js'
import { composeDialogues, composeSpeech } from '../compose.js'
import type { Config } from '../config.js'
import type { Dialogue } from '../dialogue/port.js'
import { projectRoot } from '../paths.js'
import type { Rehearsal } from '../rehearsal/format.js'
import { readRehearsal } from '../rehearsal/read.js'
import { rehearse } from './rehearsal-run.js'
import { openLines } from './rehearse.js'

export interface ConversationCommand {
  readonly line: 'demonstration' | 'asterisk'
  readonly virtual: boolean
  readonly part: readonly ConversationPart[]
  readonly json: boolean
}

/** `hellojade bench conversation`: who speaks when, measured on the audio at the patient's end of whole calls. */
export async function benchConversationCommand(
  options: ConversationCommand,
  config: Config,
  log: CallLog,
): Promise<number> {
  const { opening } = await readRehearsal(join(projectRoot, 'daemon', 'telephony', 'demonstration', 'patient.yaml'))
  const allWell = await readRehearsal(join(projectRoot, 'test', 'rehearsals', 'all-well.yaml'))
  const protocol = composeDialogues('fr', true).get(allWell.protocol)!
  const speech = await composeSpeech(config)
  await speech.prompts.render([...CONVERSATION_SENTENCES, ...scriptedTalk([]).fixedSentences('fr', config.hospital)])
  const lines = await openLines(options, config)
  const folder = mkdtempSync(join(tmpdir(), 'hellojade-bench-'))
  const call = (rehearsal: Rehearsal, dialogue: Dialogue) =>
    rehearse(rehearsal, {
      config,
      speech: { ...speech, dialogues: new Map([[rehearsal.protocol, dialogue]]) },
      lines,
      log,
      folder,
    })
  try {
    const bench = await benchConversation({
      parts: options.part,
      clips: await conversationClips(),
      opening,
      talk: (rehearsal, turns: readonly ScriptedTurn[]) => call(rehearsal, scriptedTalk(turns)),
      wholeCall: async () => (await call(allWell, protocol)).report,
      pain: judgementAt(protocol, 'pain'),
      prompt: sentence => speech.prompts.get(sentence).pcm,
    })
    process.stdout.write(options.json ? `${JSON.stringify(bench)}\n` : conversationTable(bench))
    return 0
  } finally {
    await lines.close()
    await speech.close()
  }
}
