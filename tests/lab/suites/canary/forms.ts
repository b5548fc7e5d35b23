/** The forms in which a secret could lie about. */
export function formsOf(secret: string): readonly Buffer[] {
  const texts = [
    secret,
    Buffer.from(secret).toString('base64'),
    Buffer.from(`${secret}\n`).toString('base64'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
  return [...new Set(texts)].map(text => Buffer.from(text))
}

export type Place = { readonly name: string; readonly bytes: Buffer }

/** Which canary was seen where, in words without the canary. */
export function findLeaks(
  canaries: Readonly<Record<string, string>>,
  places: readonly Place[],
): readonly string[] {
  return places.flatMap(({ name, bytes }) =>
    Object.entries(canaries)
      .filter(([, secret]) => formsOf(secret).some(form => bytes.includes(form)))
      .map(([what]) => `${what} in ${name}`),
  )
}
