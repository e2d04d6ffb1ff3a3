import * as fc from "fast-check";

/** Every number as likely as the others: fast-check else prefers small ones, and ends of the range. */
const evenly = (min: number, max: number) => fc.noBias(fc.integer({ min, max }));

/** Draws one choice after another; fast-check keeps the tape. */
export class Draw {
  constructor(private readonly draw: fc.GeneratorValue) {}

  /** True in so many of a hundred cases. */
  percent(chance: number): boolean {
    return this.draw(evenly, 0, 99) < chance;
  }

  number(least: number, most: number): number {
    return this.draw(evenly, least, most);
  }

  one<T>(items: readonly [T, ...T[]]): T;
  one<T>(items: readonly T[]): T | undefined;
  one<T>(items: readonly T[]): T | undefined {
    return items[this.draw(evenly, 0, Math.max(0, items.length - 1))];
  }

  /** Some of the items, often one. */
  some<T>(items: readonly T[], most: number): T[] {
    if (items.length === 0) return [];
    const count = this.number(1, Math.min(most, items.length));
    return [...new Set(Array.from({ length: count }, () => this.one(items) as T))];
  }
}

/** One of the items by weight. */
export function weighted<T>(draw: Draw, choices: readonly (readonly [weight: number, item: T])[]): T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let left = draw.number(0, total - 1);
  for (const [weight, item] of choices) {
    if (left < weight) return item;
    left -= weight;
  }
  throw new Error("no choices");
}
