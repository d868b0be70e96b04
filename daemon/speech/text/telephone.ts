/**
 * A telephone number as it is written in Belgium: +32 or 0, then groups parted by blanks, dots, slashes or hyphens.
 * Nine digits for a fixed line, 0800, 070 and 078, ten for a mobile.
 */
export const TELEPHONE = /(?<![\d,.+])(?:\+\d{2}|0[1-9])(?:[ ./-]{0,3}\d){7,8}(?![\d,.]*\d)/g

/** The digits in the groups they are said in: those written, or those of the numbering plan when written in one piece. */
export function telephoneGroups(written: string): string[] {
  const groups = written.replace('+', '').split(/[^\d]+/)
  if (groups.length > 2 && groups.every(group => group.length <= 4)) return groups
  const digits = groups.join('')
  if (written.startsWith('+')) return [digits.slice(0, 2), ...telephoneGroups(`0${digits.slice(2)}`).map(dropTrunk)]
  return cut(digits, planFor(digits))
}

const dropTrunk = (group: string, place: number): string => (place === 0 ? group.slice(1) : group)

/** Belgian numbering plan: mobile 04xx, free and premium 0800/090x, shared cost 070/078, zones of one digit 02, 03, 04, 09. */
function planFor(digits: string): readonly number[] {
  if (digits.length === 10) return [4, 2, 2, 2]
  if (/^0[89]00/.test(digits)) return [4, 2, 3]
  if (/^07[08]/.test(digits)) return [3, 3, 3]
  if (/^0[2349]/.test(digits)) return [2, 3, 2, 2]
  return [3, 2, 2, 2]
}

function cut(digits: string, lengths: readonly number[]): string[] {
  let at = 0
  return lengths.map(length => {
    const group = digits.slice(at, at + length)
    at += length
    return group
  })
}

/** Emergency and care numbers of four digits, said in pairs; as a year or an amount they would be one number. */
export const PAIRED_NUMBERS = /(?<![\d,.])(1733|1813|1710|1722)(?![\d,.]*\d)(?! ?(?:€|euros?\b))/g
