/**
 * A pure reading that is asked for again: within one turn the same words are looked through by the judge of every partial, by the
 * second readings, by the step and by what it says of an alert. The oldest of `most` texts goes first; they stay in memory only.
 */
export function lately<Result>(read: (text: string) => Result, most = 256): (text: string) => Result {
  const known = new Map<string, Result>()
  return text => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as Result
    const [oldest] = known.size < most ? [] : known.keys()
    if (oldest !== undefined) known.delete(oldest)
    const result = read(text)
    known.set(text, result)
    return result
  }
}
