const turns = new Map<string, Promise<unknown>>();

/** Does one thing after the other for each name, so that two that read and write a file lose nothing. */
export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(name) ?? Promise.resolve()).then(work);
  const settled = mine.catch(() => {});
  turns.set(name, settled);
  void settled.then(() => turns.get(name) === settled && turns.delete(name));
  return mine;
}
