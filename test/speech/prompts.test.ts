import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import type { Clip } from '../../daemon/media/port.js'
import { openPrompts, type PromptShelf, type Voice } from '../../daemon/speech/prompts/prompts.js'
import { erasePersonalClips } from '../../daemon/speech/prompts/shelf.js'

/** A voice that says a text as many samples as it has letters, and tells what it was asked. */
function scriptedVoice(version = '1', spoken: string[] = [], failing = { times: 0 }) {
  const seen = { opened: 0, closed: 0, atOnce: 0, mostAtOnce: 0, spoken }
  const about = { voice: 'scripted', version, language: 'fr', slow: true, reason: 'test' } as const
  const voice: Voice = {
    ...about,
    open: async () => {
      seen.opened += 1
      return {
        ...about,
        synthesise: async (text): Promise<Clip> => {
          seen.atOnce += 1
          seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce)
          await new Promise(resolve => setImmediate(resolve))
          seen.atOnce -= 1
          if (failing.times > 0) {
            failing.times -= 1
            throw new Failure('speech/synthesiser')
          }
          spoken.push(text)
          return { pcm: Int16Array.from({ length: text.length * 8 }, (_, i) => (i * 37) % 9000) }
        },
        close: async () => {
          seen.closed += 1
        },
      }
    },
  }
  return { voice, seen }
}

const MANY = Array.from({ length: 20 }, (_, i) => `Phrase ${i}.`)
const SENTENCES = ['Bonjour.', 'Avez-vous mal ?', 'Merci.', 'Au revoir.']

function folderFor(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'prompts-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const open = (t: Test, folder: string, voice: Voice, workers: 1 | 2 = 2): PromptShelf => {
  const prompts = openPrompts({ folder, voice, language: 'fr', workers })
  t.teardown(() => prompts.close())
  return prompts
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String)

t.test('sentences rendered once are spoken at the next start without loading the voice', async t => {
  const folder = folderFor(t)
  const first = scriptedVoice()
  const before = open(t, folder, first.voice)
  await before.render(SENTENCES)
  const second = scriptedVoice()
  const after = open(t, folder, second.voice)
  await after.render(SENTENCES)
  for (const sentence of SENTENCES) t.same(after.get(sentence).pcm, before.get(sentence).pcm)
  t.equal(second.seen.opened, 0)
  t.equal(first.seen.spoken.length, SENTENCES.length)
})

t.test('no more voices work at once than allowed, and none is left open', async t => {
  for (const workers of [1, 2] as const) {
    const { voice, seen } = scriptedVoice()
    const prompts = openPrompts({ folder: folderFor(t), voice, language: 'fr', workers })
    await prompts.render(MANY)
    await prompts.close()
    t.same([seen.mostAtOnce, seen.opened, seen.closed], [workers, workers, workers])
  }
})

t.test('a short list is not worth a second voice', async t => {
  const { voice, seen } = scriptedVoice()
  await open(t, folderFor(t), voice).render(SENTENCES)
  t.equal(seen.opened, 1)
})

t.test('a voice is unloaded when nobody needs it any more, and loaded again', async t => {
  const { voice, seen } = scriptedVoice()
  const prompts = openPrompts({ folder: folderFor(t), voice, language: 'fr', workers: 2, idleMs: 5 })
  t.teardown(() => prompts.close())
  await prompts.render(MANY)
  for (let tries = 0; tries < 200 && seen.closed < 2; tries++) await new Promise(resolve => setTimeout(resolve, 5))
  t.same([seen.opened, seen.closed], [2, 2])
  await prompts.render(['Une phrase de plus.'])
  t.equal(seen.opened, 3)
  t.ok(prompts.has('Une phrase de plus.'))
})

t.test('the same words written in two ways are one clip', async t => {
  const { voice, seen } = scriptedVoice()
  const prompts = open(t, folderFor(t), voice)
  await prompts.render(['Vous avez dit 8/10.', 'Vous avez dit huit sur dix.', 'Vous avez dit 8 sur 10.'])
  t.ok(prompts.has('Vous avez dit huit sur dix.'))
  t.equal(seen.spoken.length, 1)
})

t.test('a sentence asked for twice at the same time is rendered once', async t => {
  const { voice, seen } = scriptedVoice()
  const prompts = open(t, folderFor(t), voice)
  await Promise.all([prompts.render(['Bonjour.']), prompts.render(['Bonjour.'])])
  t.same(seen.spoken, ['Bonjour.'])
})

t.test('progress starts with what is there already and ends with all', async t => {
  const { voice } = scriptedVoice()
  const prompts = open(t, folderFor(t), voice, 1)
  await prompts.render(['Bonjour.'])
  const steps: string[] = []
  await prompts.render([...SENTENCES, 'Bonjour.'], (done, of) => steps.push(`${done}/${of}`))
  t.same(steps, ['1/4', '2/4', '3/4', '4/4'])
})

/** As {@link scriptedVoice}, quick enough for a call: it gives its clip in three pieces, each when it is let. */
function streamingVoice(failAt = Number.POSITIVE_INFINITY) {
  const { voice, seen } = scriptedVoice()
  const lets: (() => void)[] = []
  const streams = { read: 0, stopped: 0 }
  const quick: Voice = {
    ...voice,
    slow: false,
    open: async () => {
      const opened = await voice.open()
      return {
        ...opened,
        slow: false,
        stream: async function* (text) {
          const { pcm } = await opened.synthesise(text)
          try {
            for (let piece = 0; piece < 3; piece++) {
              await new Promise<void>(resolve => lets.push(resolve))
              if (piece === failAt) throw new Failure('speech/synthesiser')
              streams.read += 1
              yield pcm.slice((piece * pcm.length) / 3, ((piece + 1) * pcm.length) / 3)
            }
          } finally {
            streams.stopped += 1
          }
        },
      }
    },
  }
  const letOn = async (times = 1) => {
    for (let i = 0; i < times; i++) {
      while (lets.length === 0) await new Promise(resolve => setImmediate(resolve))
      lets.shift()!()
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  return { voice: quick, seen, streams, letOn }
}

async function nextOf(pieces: AsyncIterator<Int16Array>): Promise<Int16Array> {
  const next = await pieces.next()
  return next.done === true ? new Int16Array(0) : next.value
}

t.test('a sentence is heard as it is rendered, and then stands on the shelf', async t => {
  const { voice, seen, letOn } = streamingVoice()
  const prompts = open(t, folderFor(t), voice)
  const pieces = prompts.speak!('Bonjour.')[Symbol.asyncIterator]()
  const [first] = await Promise.all([nextOf(pieces), letOn()])
  t.ok(first.length > 0)
  t.notOk(prompts.has('Bonjour.'))
  const whole = prompts.render(['Bonjour.'])
  const reading = (async () => [await nextOf(pieces), await nextOf(pieces)])()
  await letOn(2)
  const [rest] = await Promise.all([reading, whole])
  t.same(
    [first, ...rest].flatMap(piece => [...piece]),
    [...prompts.get('Bonjour.').pcm],
  )
  t.equal((await pieces.next()).done, true)
  t.same(seen.spoken, ['Bonjour.'], 'who asks for it meanwhile waits for the same one')
  t.same(
    await nextOf(prompts.speak!('Bonjour.')[Symbol.asyncIterator]()),
    prompts.get('Bonjour.').pcm,
    'and then it comes at once',
  )
})

t.test('a sentence that nobody goes on listening to is rendered to its end all the same', async t => {
  const { voice, letOn } = streamingVoice()
  const prompts = open(t, folderFor(t), voice)
  const pieces = prompts.speak!('Bonjour.')[Symbol.asyncIterator]()
  await Promise.all([pieces.next(), letOn()])
  await pieces.return?.()
  await letOn(2)
  while (!prompts.has('Bonjour.')) await new Promise(resolve => setImmediate(resolve))
  t.equal(prompts.get('Bonjour.').pcm.length, 'Bonjour.'.length * 8)
})

t.test('a voice that fails is asked once more, but not when some of it has been heard', async t => {
  const inTheMiddle = streamingVoice(1)
  const prompts = open(t, folderFor(t), inTheMiddle.voice)
  const pieces = prompts.speak!('Bonjour.')[Symbol.asyncIterator]()
  await Promise.all([pieces.next(), inTheMiddle.letOn()])
  await Promise.all([t.rejects(pieces.next(), { code: 'speech/synthesiser' }), inTheMiddle.letOn()])
  t.equal(inTheMiddle.seen.spoken.length, 1)
  t.notOk(prompts.has('Bonjour.'))
  const atFirst = streamingVoice(0)
  const others = open(t, folderFor(t), atFirst.voice)
  const failing = others.speak!('Bonjour.')[Symbol.asyncIterator]().next()
  await Promise.all([t.rejects(failing, { code: 'speech/synthesiser' }), atFirst.letOn(2)])
  t.equal(atFirst.seen.opened, 2)
})

t.test('a voice that is slower than a call is never heard as it renders', async t => {
  t.equal(typeof open(t, folderFor(t), scriptedVoice().voice).speak, 'undefined')
})

t.test('an unrendered sentence is a Failure, never silence', async t => {
  const { voice } = scriptedVoice()
  const prompts = open(t, folderFor(t), voice)
  t.notOk(prompts.has('Bonjour.'))
  t.throws(() => prompts.get('Bonjour.'), { code: 'speech/unrendered' })
})

t.test('another version of the voice renders anew', async t => {
  const folder = folderFor(t)
  await open(t, folder, scriptedVoice('1').voice).render(['Bonjour.'])
  t.notOk(open(t, folder, scriptedVoice('2').voice).has('Bonjour.'))
})

t.test('a damaged file is rendered again', async t => {
  for (const damage of [
    (bytes: Buffer) => bytes.subarray(0, bytes.length - 20),
    (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte))),
    () => Buffer.alloc(0),
  ]) {
    const folder = folderFor(t)
    const { voice, seen } = scriptedVoice()
    const sound = await (async () => {
      const prompts = open(t, folder, voice)
      await prompts.render(['Bonjour.'])
      return prompts.get('Bonjour.').pcm
    })()
    const file = join(folder, filesIn(folder).find(name => name.endsWith('.wav'))!)
    writeFileSync(file, damage(readFileSync(file)))
    const prompts = open(t, folder, voice)
    t.throws(() => prompts.get('Bonjour.'), { code: 'speech/unrendered' })
    await prompts.render(['Bonjour.'])
    t.same(prompts.get('Bonjour.').pcm, sound)
    t.equal(seen.spoken.length, 2)
  }
})

t.test('what a kill left half-written is removed and rendered', async t => {
  const folder = folderFor(t)
  const { voice } = scriptedVoice()
  await open(t, folder, voice).render(['Bonjour.'])
  const name = filesIn(folder).find(file => file.endsWith('.wav'))!
  const minuteAgo = new Date(Date.now() - 61_000)
  writeFileSync(join(folder, `${name}.1234.part`), 'half')
  utimesSync(join(folder, `${name}.1234.part`), minuteAgo, minuteAgo)
  writeFileSync(join(folder, `${name}.5678.part`), 'being written')
  const prompts = open(t, folder, voice)
  await prompts.render(SENTENCES)
  t.same(
    filesIn(folder).filter(file => file.endsWith('.part')),
    [`${name}.5678.part`],
    'what another process is writing is its own',
  )
  t.equal(filesIn(folder).filter(file => file.endsWith('.wav')).length, SENTENCES.length)
})

t.test('no file name tells a text or a person, and one person can be erased', async t => {
  const folder = folderFor(t)
  const { voice } = scriptedVoice()
  const prompts = open(t, folder, voice)
  await prompts.render(['Bonjour.'])
  await prompts.render(['Puis-je parler à Madame Jeanne Lambert ?'], undefined, { personal: 'patient-1' })
  await prompts.render(['Puis-je parler à Monsieur Paul Claes ?'], undefined, { personal: 'patient-2' })
  t.notMatch(filesIn(folder).join(), /lambert|jeanne|claes|patient/i)
  prompts.erase('patient-1')
  for (const shelf of [prompts, open(t, folder, voice)]) {
    t.notOk(shelf.has('Puis-je parler à Madame Jeanne Lambert ?'))
    t.ok(shelf.has('Puis-je parler à Monsieur Paul Claes ?'))
    t.ok(shelf.has('Bonjour.'))
  }
})

t.test("one person's clips, erased by another process, are nowhere in this one either", async t => {
  const folder = folderFor(t)
  const prompts = open(t, folder, scriptedVoice().voice)
  const name = 'Puis-je parler à Madame Jeanne Lambert ?'
  await prompts.render([name], undefined, { personal: 'patient-1' })
  t.equal(prompts.get(name).pcm.length, name.length * 8)
  erasePersonalClips(folder, 'patient-1')
  t.throws(() => prompts.get(name), { code: 'speech/unrendered' })
  t.same(prompts.missing([name]), [name])
})

t.test('a sentence that two persons share survives the erasure of one', async t => {
  const folder = folderFor(t)
  const { voice } = scriptedVoice()
  const prompts = open(t, folder, voice)
  await prompts.render(['Madame Jeanne Lambert'], undefined, { personal: 'patient-1' })
  await prompts.render(['Madame Jeanne Lambert'], undefined, { personal: 'patient-2' })
  prompts.erase('patient-1')
  t.ok(prompts.has('Madame Jeanne Lambert'))
  prompts.erase('patient-2')
  t.notOk(prompts.has('Madame Jeanne Lambert'))
})

t.test('a voice whose thread dies is opened again; one that keeps failing is reported', async t => {
  const once = scriptedVoice('1', [], { times: 1 })
  const prompts = open(t, folderFor(t), once.voice, 1)
  await prompts.render(SENTENCES)
  t.same([once.seen.opened, once.seen.closed, once.seen.spoken.length], [2, 1, SENTENCES.length])
  const always = scriptedVoice('1', [], { times: 1000 })
  await t.rejects(open(t, folderFor(t), always.voice, 2).render(SENTENCES), { code: 'speech/synthesiser' })
})

t.test('the least used clips leave memory, not the disk', async t => {
  const { voice, seen } = scriptedVoice()
  const prompts = openPrompts({ folder: folderFor(t), voice, language: 'fr', workers: 1, keptClips: 2 })
  t.teardown(() => prompts.close())
  await prompts.render(SENTENCES)
  for (const sentence of SENTENCES) t.ok(prompts.get(sentence).pcm.length > 0)
  t.equal(seen.spoken.length, SENTENCES.length)
})
