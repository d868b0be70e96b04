import type { Figures } from './figures.js'
import type { SimulationInput } from './simulate.js'

const WIDTH = 720
const PANEL = { height: 180, gap: 60, left: 56, right: 16 } as const
const INK = { text: '#1f2933', grid: '#d9dee4', first: '#2f6f9f', second: '#c8553d' } as const

interface Panel {
  readonly title: string
  readonly labels: readonly string[]
  /** The top of the scale. */
  readonly most: number
  readonly unit: (value: number) => string
  readonly bars: readonly number[]
  readonly barsName: string
  readonly marks?: readonly number[]
  readonly marksName?: string
}

/** Reach by attempt, load by hour, occupation of trunk and nurses: one SVG of three panels, without scripts or fonts of its own. */
export function plotOf(figures: Figures, { limits }: Pick<SimulationInput, 'limits'>): string {
  const { reach, hours } = figures
  const percent = (value: number) => `${Math.round(value * 100)} %`
  const labels = hours.map(({ hour }) => `${hour} h`)
  const trunk = hours.map(({ lines }) => lines / limits.channels)
  const nurses = hours.map(one => one.nurses)
  const panels: readonly Panel[] = [
    {
      title: 'Calls in which somebody was reached, by attempt',
      labels: reach.map(({ attempt }) => String(attempt)),
      most: 1,
      unit: percent,
      bars: reach.map(({ share }) => share),
      barsName: 'summed up',
    },
    {
      title: 'Lines busy, by hour',
      labels,
      most: roundUp(Math.max(1, ...hours.map(({ linesPeak }) => linesPeak))),
      unit: value => String(Math.round(value * 10) / 10),
      bars: hours.map(({ lines }) => lines),
      barsName: 'on average',
      marks: hours.map(({ linesPeak }) => linesPeak),
      marksName: 'at most at one instant',
    },
    {
      title: 'Occupation, by hour',
      labels,
      most: Math.max(0.1, ...[...trunk, ...nurses].map(value => Math.ceil(value * 10) / 10)),
      unit: percent,
      bars: trunk,
      barsName: 'trunk',
      marks: nurses,
      marksName: 'nurses',
    },
  ]
  const height = panels.length * (PANEL.height + PANEL.gap) + 20
  const drawn = panels.map((panel, at) => draw(panel, 40 + at * (PANEL.height + PANEL.gap)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" fill="${INK.text}">`,
    '<title>A simulated month: reach, load and occupation</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...drawn.flat(),
    '</svg>',
    '',
  ].join('\n')
}

function draw(panel: Panel, top: number): readonly string[] {
  const { title, labels, most, unit, bars, marks } = panel
  const width = WIDTH - PANEL.left - PANEL.right
  const step = width / Math.max(1, labels.length)
  const y = (value: number): string => (top + PANEL.height * (1 - value / most)).toFixed(1)
  const x = (at: number): number => PANEL.left + step * (at + 0.5)
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap(share => [
    `<line x1="${PANEL.left}" x2="${WIDTH - PANEL.right}" y1="${y(share * most)}" y2="${y(share * most)}" stroke="${INK.grid}"/>`,
    `<text x="${PANEL.left - 6}" y="${y(share * most)}" dy="4" text-anchor="end">${unit(share * most)}</text>`,
  ])
  const thick = Math.min(48, step * 0.6)
  return [
    `<text x="${PANEL.left}" y="${top - 12}" font-size="14" font-weight="bold">${title}</text>`,
    ...legend(panel, top - 12),
    ...grid,
    ...bars.map(
      (value, at) =>
        `<rect x="${(x(at) - thick / 2).toFixed(1)}" y="${y(value)}" width="${thick.toFixed(1)}" height="${((PANEL.height * value) / most).toFixed(1)}" fill="${INK.first}"/>`,
    ),
    ...(marks ?? []).map(
      (value, at) => `<circle cx="${x(at).toFixed(1)}" cy="${y(value)}" r="4" fill="${INK.second}"/>`,
    ),
    ...labels.map(
      (label, at) =>
        `<text x="${x(at).toFixed(1)}" y="${top + PANEL.height + 16}" text-anchor="middle">${label}</text>`,
    ),
  ]
}

const legend = ({ barsName, marksName }: Panel, y: number): readonly string[] => [
  `<rect x="${WIDTH - 290}" y="${y - 9}" width="10" height="10" fill="${INK.first}"/>`,
  `<text x="${WIDTH - 275}" y="${y}">${barsName}</text>`,
  ...(marksName === undefined
    ? []
    : [
        `<circle cx="${WIDTH - 165}" cy="${y - 4}" r="4" fill="${INK.second}"/>`,
        `<text x="${WIDTH - 155}" y="${y}">${marksName}</text>`,
      ]),
]

/** To a round number above: the scale's top. */
function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 5, 8, 10].find(part => part * size >= value) ?? 10) * size
}
