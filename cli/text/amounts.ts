const AGES: readonly (readonly [unit: string, seconds: number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
];

/** How long something has been there, in its two largest units: `3d 4h`, `12m 5s`, `8s`. */
export function age(seconds: number): string {
  let left = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [unit, size] of AGES) {
    const count = Math.floor(left / size);
    if (count > 0 || parts.length > 0) parts.push(`${count}${unit}`);
    left -= count * size;
  }
  return [...parts, `${left}s`].slice(0, 2).join(" ");
}

/** An amount of bytes as the docker command writes it: in powers of 1000, with three digits. */
export function bytes(amount: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let [value, unit] = [amount, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${Number(value.toPrecision(3))}${units[unit] ?? ""}`;
}
