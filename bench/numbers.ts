/** @throws Error with the usage, unless the text is whole numbers from `least` on with commas between */
export function wholeNumbers(text: string, least: number, usage: string): readonly number[] {
  const all = text.split(",").map(Number);
  if (all.every((number) => Number.isInteger(number) && number >= least)) return all;
  throw new Error(`${JSON.stringify(text)} is not a list of whole numbers from ${least} on\n${usage}`);
}

/** @throws Error with the usage, unless the text is one such number */
export function wholeNumber(text: string, least: number, usage: string): number {
  const [first = NaN, ...others] = wholeNumbers(text, least, usage);
  if (others.length === 0) return first;
  throw new Error(`${JSON.stringify(text)} is more than one number\n${usage}`);
}
