/** Weighted least squares with a small pull towards 0, fed one example after the other. */
export class LeastSquares {
  readonly #size: number
  /** Lower triangle of the normal equations, and their right side behind it. */
  readonly #sums: Float64Array

  /** `pull` as if so many examples of every input alone had asked for 0. `sums` is what `sums` of another one gave. */
  constructor(size: number, pull: number, sums?: Float64Array) {
    this.#size = size
    this.#sums = sums?.slice() ?? new Float64Array(size * size + size)
    if (!sums) for (let i = 0; i < size; i++) this.#sums[i * size + i] = pull
  }

  /** All that was learnt. */
  get sums(): Float64Array {
    return this.#sums
  }

  add(inputs: Float64Array, wanted: number, weight: number): void {
    const size = this.#size
    const sums = this.#sums
    for (let i = 0; i < size; i++) {
      const weighed = weight * inputs[i]!
      for (let j = 0, at = i * size; j <= i; j++, at++) sums[at] = sums[at]! + weighed * inputs[j]!
      sums[size * size + i] = sums[size * size + i]! + weighed * wanted
    }
  }

  /** The factors of the inputs, by Cholesky's decomposition. */
  solve(): Float64Array {
    const size = this.#size
    const low = this.#sums.slice(0, size * size)
    const found = this.#sums.slice(size * size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = low[i * size + j]!
        for (let k = 0; k < j; k++) rest -= low[i * size + k]! * low[j * size + k]!
        low[i * size + j] = i === j ? Math.sqrt(rest) : rest / low[j * size + j]!
      }
      for (let k = 0; k < i; k++) found[i] = found[i]! - low[i * size + k]! * found[k]!
      found[i] = found[i]! / low[i * size + i]!
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) found[i] = found[i]! - low[k * size + i]! * found[k]!
      found[i] = found[i]! / low[i * size + i]!
    }
    return found
  }
}
