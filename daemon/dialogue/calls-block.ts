import { z } from 'zod'

/** "09:00-12:30", on Brussels' clock; 24:00 is the end of the day. */
const window = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is two times, "09:00-12:30"')
  .refine(text => text.slice(0, 5) < text.slice(6), 'the first time comes before the second')

const call = z.strictObject({
  /** J+n: so many days after the discharge. */
  day: z.number().int().min(1).max(365),
  /** The call stays worth making on so many days that are rung, the first one included; then it is a nurse's task. */
  openDays: z.number().int().min(1).max(30),
  /** Before the others. */
  urgent: z.boolean().default(false),
  /** Another questionnaire than this one. */
  protocol: z.string().optional(),
})

/** When the calls of a questionnaire are made; the hospital's own hours and the patient's wishes come on top. */
export const callsBlock = z.strictObject({
  saturday: z.boolean().default(false),
  hours: z.array(window).min(1).optional(),
  on: z
    .array(call)
    .min(1)
    .refine(
      calls => calls.every(({ day }, at) => at === 0 || day > calls[at - 1]!.day),
      'days rise, each is named once',
    ),
})

export type CallsBlock = z.infer<typeof callsBlock>
