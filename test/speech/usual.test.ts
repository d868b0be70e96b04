import { join } from 'node:path'
import t from 'tap'
import { projectRoot } from '../../daemon/paths.js'
import { loadClip } from '../../daemon/rehearsal/read.js'
import { openWhisper } from '../../daemon/speech/recogniser/whisper.js'
import { addonPath, modelPath, skip } from './recogniser-scene.js'

t.test(
  'danger said as most people say it is noticed behind words that have lost it, and none in other speech',
  {
    skip,
    timeout: 300_000,
  },
  async t => {
    const recogniser = await openWhisper({ modelPath, addonPath, sessions: 1, threads: 1 })
    t.teardown(() => recogniser.close())
    const said = async (name: string) => {
      const pcm = await loadClip(join(projectRoot, 'test/rehearsals/clips', `${name}.wav`))
      return recogniser.hear({ pcm, language: 'fr', expected: { kind: 'free' } })
    }
    const heard = await said('mal-dans-la-poitrine')
    t.notMatch(heard.text, /mal dans la poitrine/)
    t.equal(heard.usual, "J'ai mal dans la poitrine")
    const pcm = await loadClip(join(projectRoot, 'test/rehearsals/clips/mal-dans-la-poitrine.wav'))
    const both = [1, 2].map(() => recogniser.hear({ pcm, language: 'fr', expected: { kind: 'free' } }))
    const [first, last] = await Promise.all(both)
    t.equal(first!.usual, undefined, 'it is not looked for while another call waits to be heard')
    t.equal(last!.usual, "J'ai mal dans la poitrine")
    for (const other of ['pas-mal-a-la-poitrine', 'siwis-le-chat-est-sur-le-toit', 'rappelez-demain-matin'])
      t.equal((await said(other)).usual, undefined, other)
  },
)
