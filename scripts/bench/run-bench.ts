/** Runs a bench: every contender once a round beside its anchor, the order rotated, the first round thrown away. */

export type Unit = 'ms' | 'MB/s' | 'MiB' | '%' | '/s'

/** Several figures of one run, by their own names and units. */
export type Figures = Readonly<Record<string, readonly [value: number, unit: Unit]>>
type Measured = number | Figures | undefined

/** One thing to measure; answers its figure in the bench's unit, or several, or nothing: then the time is the figure. */
export type Contender = () => Promise<Measured> | Measured

export interface Prepared {
  readonly contenders: Readonly<Record<string, Contender>>
  close?(): Promise<void> | void
}

/** What a file of tests/bench exports as `bench`. */
export interface Bench {
  /** What is measured and against what, in a sentence. */
  readonly about: string
  readonly unit: Unit
  /** Runs under a screen of its own, with the Electron that `npm start` would take. */
  readonly needsScreen?: boolean
  /** @default 10 */
  readonly rounds?: number
  /** Ratios to give: name → [of, to the anchor]. */
  readonly ratios: Readonly<Record<string, readonly [string, string]>>
  prepare(say: (line: string) => void, options?: BenchOptions): Promise<Prepared>
}

export interface BenchOptions {
  /** As short as it may be and still say something: for CI. */
  readonly isShort: boolean
}

export interface Figure {
  readonly median: number
  readonly min: number
  readonly max: number
  readonly unit: Unit
}

/** The document of `--json`. */
export interface BenchResult {
  readonly bench: string
  readonly rounds: number
  readonly figures: Readonly<Record<string, Figure>>
  /** Medians of the ratios of each round. */
  readonly ratios: Readonly<Record<string, number>>
}

export interface BenchRun {
  readonly result: BenchResult
  /** The ratios of each round, in order. */
  readonly perRound: Readonly<Record<string, readonly number[]>>
}

/** The middle of a list; of an even number of figures, the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2
}

/** The list, begun `by` places later. */
export const rotate = <T>(list: readonly T[], by: number): T[] => {
  const at = list.length === 0 ? 0 : by % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}

const rounded = (number: number): number => Number(number.toPrecision(4))

async function measure(name: string, unit: Unit, contender: Contender): Promise<Figures> {
  const began = performance.now()
  const figure = (await contender()) ?? performance.now() - began
  return typeof figure === 'number' ? { [name]: [figure, unit] } : figure
}

/** Measures and folds. */
export async function runBench(
  benchName: string,
  bench: Bench,
  rounds: number,
  say: (line: string) => void,
  options: BenchOptions = { isShort: false },
): Promise<BenchRun> {
  const { contenders, close } = await bench.prepare(say, options)
  const names = Object.keys(contenders)
  const seen = new Map<string, number[]>()
  const units = new Map<string, Unit>()
  try {
    for (let round = -1; round < rounds; round += 1) {
      for (const one of rotate(names, round + 1)) {
        const measured = await measure(one, bench.unit, contenders[one]!)
        if (round < 0) continue
        for (const [name, [value, unit]] of Object.entries(measured)) {
          units.set(name, unit)
          seen.set(name, [...(seen.get(name) ?? []), value])
        }
      }
    }
  } finally {
    await close?.()
  }
  const figure = (one: string, list: readonly number[]): Figure => ({
    median: rounded(median(list)),
    min: rounded(Math.min(...list)),
    max: rounded(Math.max(...list)),
    unit: units.get(one) ?? bench.unit,
  })
  const perRound = Object.fromEntries(
    Object.entries(bench.ratios).map(([ratio, [of, to]]) => [
      ratio,
      (seen.get(of) ?? []).map((value, at) => rounded(value / (seen.get(to)?.[at] ?? NaN))),
    ]),
  )
  return {
    result: {
      bench: benchName,
      rounds,
      figures: Object.fromEntries([...seen].map(([one, list]) => [one, figure(one, list)])),
      ratios: Object.fromEntries(
        Object.entries(perRound).map(([ratio, list]) => [ratio, rounded(median(list))]),
      ),
    },
    perRound,
  }
}

/** The result as a person reads it. */
export function benchText({ result, perRound }: BenchRun): string {
  const { figures, ratios } = result
  const width = Math.max(...[...Object.keys(figures), ...Object.keys(ratios)].map(n => n.length))
  const lines = Object.entries(figures).map(
    ([name, { median: middle, min, max, unit }]) =>
      `  ${name.padEnd(width)}  median ${middle} ${unit}  (${min} to ${max})`,
  )
  const shares = Object.entries(ratios).map(
    ([name, ratio]) =>
      `  ${name.padEnd(width)}  ${ratio}×  (each round: ${perRound[name]?.join(' ') ?? ''})`,
  )
  return `${result.bench}, ${result.rounds} rounds\n${[...lines, ...shares].join('\n')}\n`
}
