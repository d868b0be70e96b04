import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { CallObserver, Calls, PlacedCall } from '../../daemon/call/port.js'
import { composeCalls } from '../../daemon/compose.js'
import type { DueCallId } from '../../daemon/domain/ids.js'
import type { PlayOptions } from '../../daemon/media/port.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { Store } from '../../daemon/store/port.js'
import type { TestAsterisk } from '../parts/asterisk.js'
import { PHONE_NUMBER } from '../parts/baresip.js'
import { eventually } from '../parts/process.js'
import { type Line, openStage, type Stage } from '../parts/stage.js'
import { rehearsalWith, seed, watched } from './hard-scene.js'
import type { CallStage } from './stage.js'

/** The daemon's calls over a real Asterisk, with a store of their own. */
export interface PhoneCalls {
  readonly line: Line
  readonly calls: Calls
  readonly store: Store
  /** Every piece that was given to the voice. */
  readonly plays: readonly PlayOptions[]
  place(observer?: CallObserver): Promise<PlacedCall>
  /** A call is due to the patient whose phone rings from PHONE_NUMBER. */
  due(): Promise<DueCallId>
  /** Fails on anything that the calls have left: in Asterisk, in the media thread, in the daemon, in the database. */
  nothingLeft(t: Test): Promise<void>
}

export async function openPhoneCalls(
  t: Test,
  parts: {
    readonly stage: Stage
    readonly speech: CallStage
    readonly asterisk: TestAsterisk
    readonly endpoint: string
    readonly mostCalls?: number
    /** Nurses' numbers: each is the port of a phone on loopback. */
    readonly nurses?: readonly string[]
  },
): Promise<PhoneCalls> {
  const { stage, speech, asterisk, endpoint } = parts
  const line = stage.line(t, asterisk, { endpoint, nurseEndpoint: 'PJSIP/trunk/sip:{number}@127.0.0.1:{number}' })
  await line.start()
  const store = await openLibsqlStore({ path: ':memory:', key: randomBytes(32) })
  t.teardown(() => store.close())
  const plays: PlayOptions[] = []
  const calls = composeCalls({
    config: speech.config,
    speech: speech.speech,
    telephony: watched(line, options => plays.push(options)),
    store,
    log: speech.log,
    recordings: { folder: mkdtempSync(join(tmpdir(), 'hellojade-phone-')), plain: true },
    ringMs: 3000,
    ...(parts.mostCalls === undefined ? {} : { mostCalls: parts.mostCalls }),
    nurses: parts.nurses ?? [],
  })
  t.teardown(() => calls.stop())
  const rehearsal = await rehearsalWith({ now: new Date() })
  return {
    line,
    calls,
    store,
    plays,
    place: async observer =>
      calls.place({ dueCallId: await seed(store, rehearsal, PHONE_NUMBER), ...(observer ? { observer } : {}) }),
    due: () => seed(store, rehearsal, PHONE_NUMBER),
    nothingLeft: async t => {
      t.ok(await eventually(() => calls.live === 0, 1000), 'no live call')
      t.same(await store.openCalls(), [], 'every attempt is closed')
      await stage.empty(t, asterisk)
    },
  }
}

/**
 * One scene among others: with a PBX and a media thread of its own it can count what is left in them while another one runs. Under a
 * test with `jobs` as many run at once.
 */
export const scene = (
  t: Test,
  name: string,
  plays: (t: Test, parts: { stage: Stage; asterisk: TestAsterisk }) => Promise<void>,
): void =>
  void t.test(name, { buffered: true }, async t => {
    const stage = await openStage(t)
    await plays(t, { stage, asterisk: await stage.asterisk(t) })
  })

/** Resolves when the item is being asked. */
export function whenAsked(linkId: string): { readonly observer: CallObserver; readonly asked: Promise<void> } {
  let settle: () => void = () => undefined
  const asked = new Promise<void>(resolve => {
    settle = resolve
  })
  return { observer: { asked: now => void (now === linkId && settle()) }, asked }
}
