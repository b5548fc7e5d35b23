/** Comparing lists of UIDs: what is new, what is gone. All lists ascend, each UID once. */

/** Those of `uids` that are not in `others`. */
export function without(uids: readonly number[], others: readonly number[]): number[] {
  const left: number[] = []
  let at = 0
  for (const uid of uids) {
    while (at < others.length && others[at]! < uid) at += 1
    if (others[at] !== uid) left.push(uid)
  }
  return left
}

/** Both together. */
export function together(uids: readonly number[], others: readonly number[]): number[] {
  if (others.length === 0) return [...uids]
  return [...uids, ...without(others, uids)].sort((a, b) => a - b)
}

/** Those of `uids` that lie in one of the ranges, in whatever order these are. */
export function within(
  uids: readonly number[],
  ranges: readonly (readonly [number, number])[],
): number[] {
  const sorted = [...ranges].sort(([a], [b]) => a - b)
  const inside: number[] = []
  let at = 0
  let reach = 0
  for (const uid of uids) {
    while (at < sorted.length && sorted[at]![0] <= uid) {
      reach = Math.max(reach, sorted[at]![1])
      at += 1
    }
    if (uid <= reach) inside.push(uid)
  }
  return inside
}
