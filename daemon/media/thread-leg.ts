import type { Socket } from 'node:dgram'
import type { BeatMark } from './beats.js'
import type { CoreEvent } from './leg-core.js'
import type { LegTrack } from './leg-track.js'
import type { LegOrder } from './messages.js'
import type { Address } from './port.js'

/** A leg inside the media thread: its track on its socket. */
export class ThreadLeg {
  readonly track: LegTrack
  readonly #socket: Socket
  readonly #delayed = new Set<NodeJS.Timeout>()

  constructor(track: LegTrack, socket: Socket) {
    this.track = track
    this.#socket = socket
    socket.on('message', (bytes, from) => track.core.receive(bytes, { host: from.address, port: from.port }))
    // Errors come from packets refused by the far end's machine (ICMP): the far end may open its port a moment later.
    socket.on('error', () => undefined)
  }

  get local(): Address {
    const { address, port } = this.#socket.address()
    return { host: address, port }
  }

  obey(order: LegOrder): void {
    const { core } = this.track
    switch (order.type) {
      case 'connect':
        return core.connect(order.remote)
      case 'start':
        return core.start()
      case 'play':
        return core.play(order.options)
      case 'cut':
        return core.cut()
      case 'duck':
        return core.duck(order.gainDb)
      case 'digits':
        return core.sendDigits(order.digits)
    }
  }

  /** One beat: sends at once, returns what is still to be judged and told. */
  beat(mark: BeatMark): readonly CoreEvent[] {
    const { packets, events } = this.track.beat(mark.muted, mark.lateMs, mark.dry)
    for (const bytes of packets) this.#dispatch(bytes)
    return events
  }

  #dispatch(bytes: Uint8Array): void {
    const { impairment } = this.track
    if (!impairment) return this.#send(bytes)
    const delayMs = impairment.nextDelayMs()
    if (delayMs === undefined) return
    if (!impairment.delays) return this.#send(bytes)
    const timer = setTimeout(() => {
      this.#delayed.delete(timer)
      this.#send(bytes)
    }, delayMs)
    this.#delayed.add(timer)
  }

  #send(bytes: Uint8Array): void {
    const { remote } = this.track.core
    // A packet that cannot be sent is a lost packet; the callback keeps the error off the socket.
    if (remote) this.#socket.send(bytes, remote.port, remote.host, () => undefined)
  }

  /** Frees the socket; the recording is the track's. */
  closeSocket(): Promise<void> {
    for (const timer of this.#delayed) clearTimeout(timer)
    return new Promise(resolve => this.#socket.close(() => resolve()))
  }
}
