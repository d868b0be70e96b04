import progress from 'cli-progress'
import type { Progress } from './fetch.js'

/** Shows the steps of a fetch. */
export interface ProgressDisplay {
  readonly show: (step: Progress) => void
  /** Takes the bar away; may be called twice. */
  readonly end: () => void
}

const BAR = '{bar} {percentage} % | {file} | {stage} from {from}'

/** A bar where there is a terminal, plain lines where there is none (a log must not fill with control characters). */
export function progressOn(out: NodeJS.WriteStream, quiet = false): ProgressDisplay {
  if (quiet) return { show: () => {}, end: () => {} }
  return out.isTTY ? barOn(out) : linesOn(out)
}

const barOn = (out: NodeJS.WriteStream): ProgressDisplay => {
  const options = { format: BAR, stream: out, hideCursor: true, clearOnComplete: true, barsize: 30 }
  let bar: progress.SingleBar | undefined
  let current = ''
  const end = (): void => {
    bar?.stop()
    bar = undefined
    current = ''
  }
  const show = (step: Progress): void => {
    if (step.file !== current) {
      end()
      bar = new progress.SingleBar(options, progress.Presets.shades_classic)
      bar.start(step.ofBytes, 0, step)
      current = step.file
    }
    bar?.update(step.doneBytes, step)
    if (step.stage !== 'done') return
    end()
    out.write(doneLine(step))
  }
  return { show, end }
}

const linesOn = (out: NodeJS.WriteStream): ProgressDisplay => {
  let last = ''
  return {
    show(step) {
      const line = step.stage === 'done' ? doneLine(step) : `${step.file}: ${step.stage} from ${step.from}\n`
      if (line !== last) out.write(line)
      last = line
    },
    end: () => {},
  }
}

const doneLine = (step: Progress): string =>
  `${step.file}: ${(step.ofBytes / 1e6).toFixed(1)} MB from ${step.from}, checked\n`
