/**
 * The tests run in two lanes beside each other, one file after the other in each: those whose calls, phones and sockets live in
 * real time, and those that only compute (virtual time included). The second lane is nice, so that it takes what the first
 * leaves free: measured on two cores, a call over Asterisk leaves more than one of them idle. tap takes a lane's files by their names:
 * `rehearsal/whole-calls` says every questionnaire's sentences, which `call/rehearsals` of the other lane has rendered by then.
 */
const IN_REAL_TIME = [
  /^(api|media|telephony|rehearsal)\//,
  /^call\/(hard-many|hard-outbox|nurse|phone[a-z-]*|received|transfer|trunk)\.test/,
  /^cli\/serve\.test/,
  /^schedule\/(kills|many-daemons)\.test/,
]

/** As in nice(1): at 10 a greeting over Asterisk came 200 ms later than alone. */
const NICENESS = 19

/** Splits compiled test files (paths from the project's root) into lanes; an empty lane is left out. */
export function lanesOf(files) {
  const isReal = file => IN_REAL_TIME.some(pattern => pattern.test(file.replace(/^.*dist\/test\//, '')))
  const lanes = [
    { name: 'real', niceness: 0, files: files.filter(isReal) },
    { name: 'beside', niceness: NICENESS, files: files.filter(file => !isReal(file)) },
  ]
  return lanes.filter(({ files: some }) => some.length > 0)
}
