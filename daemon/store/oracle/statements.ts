/** PL/SQL holds semicolons of its own and ends with a line of one slash, as in SQL*Plus. */
const PROGRAM =
  /^\s*(create\s+(or\s+replace\s+)?(editionable\s+)?(trigger|function|procedure|package|type)|begin|declare)\b/i

/**
 * The statements of a file that SQL*Plus runs too: SQL ends with a semicolon at the end of its line, PL/SQL with a line that
 * holds "/" alone. Lines of comment between statements are left out.
 */
export function statementsOf(file: string): readonly string[] {
  const statements: string[] = []
  let lines: string[] = []
  const end = (last?: string) => {
    if (last !== undefined) lines.push(last)
    if (lines.length > 0) statements.push(lines.join('\n'))
    lines = []
  }
  for (const line of file.split(/\r?\n/)) {
    const isProgram = PROGRAM.test(lines[0] ?? line)
    if (lines.length === 0 && (/^\s*(--.*)?$/.test(line) || line.trim() === '/')) continue
    if (isProgram && line.trim() === '/') end()
    else if (!isProgram && /;\s*(--.*)?$/.test(line)) end(line.replace(/;\s*(--.*)?$/, ''))
    else lines.push(line)
  }
  end()
  return statements
}
