export type ErrorParams = Readonly<Record<string, string | number>>

/** Carries the type of a code's params; at run time there is nothing to carry. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the parameter is the point: it is read back from the result's type
export const of = <P extends ErrorParams = Readonly<Record<string, never>>>(): {
  readonly params?: P
} => ({})
