/** How many elements two lists have in common from the beginning. */
export function commonLength<T>(left: readonly T[], right: readonly T[]): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left[length] === right[length]) length++;
  return length;
}
