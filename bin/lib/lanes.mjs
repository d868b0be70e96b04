/**
 * The tests run in two lanes beside each other, one file after the other in each: those whose calls, phones and sockets live in
 * real time, and those that only compute (virtual time included). The second lane is nice, so that it takes what the first
 * leaves free: measured on two cores, a call over Asterisk leaves more than one of them idle.
 */
const IN_REAL_TIME = [
  /^(api|media|telephony|rehearsal)\//,
  /^call\/(hard-many|hard-outbox|nurse|phone[a-z-]*|received|rehearsals-live|transfer|trunk)\.test/,
  /^cli\/serve\.test/,
  /^schedule\/(kills|many-daemons)\.test/,
]

/** Says sentences of every questionnaire: by the end of the lane the other one has rendered them, which takes minutes of a core. */
const LAST = /^call\/rehearsals-live\.test/

/** As in nice(1): at 10 a greeting over Asterisk came 200 ms later than alone. */
const NICENESS = 19

/** Splits compiled test files (paths from the project's root) into lanes; an empty lane is left out. */
export function lanesOf(files) {
  const named = file => file.replace(/^.*dist\/test\//, '')
  const isReal = file => IN_REAL_TIME.some(pattern => pattern.test(named(file)))
  const isLast = file => LAST.test(named(file))
  const real = files.filter(isReal)
  const lanes = [
    { name: 'real', niceness: 0, files: [...real.filter(file => !isLast(file)), ...real.filter(isLast)] },
    { name: 'beside', niceness: NICENESS, files: files.filter(file => !isReal(file)) },
  ]
  return lanes.filter(({ files: some }) => some.length > 0)
}
