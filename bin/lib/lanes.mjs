/**
 * The tests run in three lanes beside each other, one file after the other in each: those whose calls are spoken in real time, those that
 * wait for other programs without a word being heard, and those that only compute (virtual time included). The later a lane, the more it
 * gives way: two cores at which one lane computes are half idle, but a second call that is heard beside the first makes both late. The
 * lane that has waited goes on with the last of the files that compute, which alone would leave a core idle for ten minutes. tap takes a
 * lane's files by their names: `rehearsal/whole-calls` says every questionnaire's sentences, which `call/rehearsals` of another lane has
 * rendered by then.
 */
const SPOKEN = [
  /^(api|media|rehearsal)\//,
  /^call\/(hard-many|hard-outbox|nurse|phone[a-z-]*|received|transfer|trunk)\.test/,
  /^cli\/serve\.test/,
]
const WAITING = [/^telephony\//, /^schedule\/(kills|many-daemons)\.test/, /^store\/oracle\.test/]

/** As in nice(1): at 10 a greeting over Asterisk came 200 ms later than alone. */
const NICENESS = { spoken: 0, waiting: 5, computing: 19 }
const HELP = { waiting: { helps: 'computing' } }

/** Splits compiled test files (paths from the project's root) into lanes; an empty lane is left out. */
export function lanesOf(files) {
  const laneOf = file => {
    const name = file.replace(/^.*dist\/test\//, '')
    if (SPOKEN.some(pattern => pattern.test(name))) return 'spoken'
    return WAITING.some(pattern => pattern.test(name)) ? 'waiting' : 'computing'
  }
  return Object.entries(NICENESS)
    .map(([name, niceness]) => ({ name, niceness, files: files.filter(file => laneOf(file) === name), ...HELP[name] }))
    .filter(({ files: some }) => some.length > 0)
}
