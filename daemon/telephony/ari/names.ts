/** What belongs to one leg in the PBX: its channel bears the attempt's id, the rest that id and a suffix. */
export interface LegNames {
  readonly channel: string
  readonly media: string
  readonly bridge: string
}

export const namesOf = (channelId: string): LegNames => ({
  channel: channelId,
  media: `${channelId}-media`,
  bridge: `${channelId}-bridge`,
})

/** Set on every channel that we make, so that a sweep knows ours before they are in Stasis. */
export const MARK = 'HELLOJADE_APP'

/** E.164, or an endpoint's name on a test line. Anything that could leave its place in a SIP address is refused. */
const NUMBER = /^\+?[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$/

/** "PJSIP/{number}@trunk" with the number in its place; undefined where it cannot be dialled. */
export const endpointOf = (template: string, number: string): string | undefined =>
  NUMBER.test(number) ? template.replaceAll('{number}', number) : undefined
