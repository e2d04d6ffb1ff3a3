import { parsePropertyPath, resetAt, type PropertyMap } from "../values";

/** The new inputs with what is at the ignored paths as it was before. */
export function withIgnoredChanges(
  inputs: PropertyMap,
  oldInputs: PropertyMap,
  paths: readonly string[],
  tell: (message: string) => void,
): PropertyMap {
  const misfits: string[] = [];
  let result = inputs;
  for (const text of paths) {
    const path = parsePropertyPath(text);
    if (!path) continue;
    const { properties, complete } = resetAt(path, oldInputs, result);
    result = properties;
    if (!complete) misfits.push(text);
  }
  if (misfits.length > 0) {
    const elements = JSON.stringify(misfits.join(", "));
    tell(`cannot ignore changes in added or removed elements of the path: ${elements}`);
  }
  return result;
}
