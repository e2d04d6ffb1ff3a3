/** A range of ports, both ends in it. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The range that a port or a range stands for; undefined where it is neither. */
export function portRange(value: number | string): PortRange | undefined {
  const [, from = "", to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(value)) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return from !== "" && first >= 1 && first <= last && last <= 65_535 ? { first, last } : undefined;
}

export function lengthOf({ first, last }: PortRange): number {
  return last - first + 1;
}

/** Every port of a range. */
export function portsOf(range: PortRange): readonly number[] {
  return Array.from({ length: lengthOf(range) }, (_, index) => range.first + index);
}
