import t from 'tap'
import { Keypad } from '../../daemon/call/keypad.js'
import { ms } from '../../daemon/domain/units.js'

/** A question with one-digit answers; a 1 may become 10. */
const scale = () => new Keypad(keys => ({ complete: keys !== '1', waitMs: ms(keys === '1' ? 1500 : 0) }))

/** What comes of keys pressed at these instants, with the instant of each entry; time passes in steps of 32 ms. */
function entered(keypad: Keypad, presses: readonly (readonly [number, string])[], untilMs: number) {
  const entries: { keys: string; atMs: number }[] = []
  const waiting = [...presses]
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 32) {
    while (waiting[0] && waiting[0][0] <= nowMs) {
      const keys = keypad.press(waiting.shift()![1], ms(nowMs))
      if (keys !== undefined) entries.push({ keys, atMs: nowMs })
    }
    const keys = keypad.passed(ms(nowMs))
    if (keys !== undefined) entries.push({ keys, atMs: nowMs })
  }
  return entries
}

t.test('one key is an answer a quarter of a second later; a 1 waits for its 0', async t => {
  const [seven] = entered(scale(), [[0, '7']], 1000)
  t.match(seven, { keys: '7' })
  t.ok(seven!.atMs <= 290, `${seven!.atMs} ms`)
  t.match(entered(scale(), [[0, '1']], 3000), [{ keys: '1', atMs: 1504 }])
  t.match(
    entered(
      scale(),
      [
        [0, '1'],
        [1200, '0'],
      ],
      3000,
    ),
    [{ keys: '10' }],
  )
})

t.test('# ends an entry at once', async t => {
  t.match(
    entered(
      scale(),
      [
        [0, '1'],
        [320, '#'],
      ],
      1000,
    ),
    [{ keys: '1#', atMs: 320 }],
  )
})

t.test('hundreds of keys are a few long entries, no answer each, and never one without an end', async t => {
  const storm = Array.from({ length: 300 }, (_, i) => [i * 100, '5'] as const)
  const entries = entered(scale(), storm, 32_000)
  t.ok(entries.length >= 3 && entries.length <= 4, `${entries.length} entries`)
  t.ok(entries.every(({ keys }) => keys.length === 20))
  const keypad = scale()
  for (let i = 0; i < 300; i++) keypad.under('5')
  t.equal(keypad.takeUnder().length, 20, 'nor are all of them kept under a piece that is not cut')
  t.equal(keypad.takeUnder().length, 0)
})
