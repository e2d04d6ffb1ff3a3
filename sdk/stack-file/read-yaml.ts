import {
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
} from "yaml";
import { StackFileError, type Path, type Position } from "./problem";

/** A YAML file's values, and where each of them stands. */
export interface YamlFile {
  readonly values: unknown;
  /** Where a value stands; that of a key is asked for by `key`. What the file lacks is where its parent stands. */
  position(path: Path, part: "key" | "value"): Position;
}

/** The parser's words for what a stack file's writer can do something about; the rest it says well itself. */
const reasons: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab in the indentation; YAML takes spaces only",
  DUPLICATE_KEY: "this key stands here a second time",
  MULTIPLE_DOCS: "a second document begins here; a stack file has one",
};

/**
 * Reads a YAML 1.2 file.
 * @throws StackFileError with line and column of each mistake
 */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const mistakes = [
    ...[...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
      position: at(pos[0]),
      text: reasons[code] ?? message,
    })),
    ...aliasMistakes(document).map(({ offset, text: reason }) => ({ position: at(offset), text: reason })),
  ];
  if (mistakes.length > 0) throw new StackFileError(file, mistakes);
  return {
    values: plainValues(file, document),
    position: (path, part) => at(offsetOf(document, path, part)),
  };
}

function aliasMistakes(document: Document): { offset: number; text: string }[] {
  const mistakes: { offset: number; text: string }[] = [];
  visit(document, {
    Alias(_key, alias, ancestors) {
      const target = alias.resolve(document);
      const offset = startOf(alias) ?? 0;
      if (target === undefined)
        mistakes.push({ offset, text: `no anchor &${alias.source} stands before it` });
      else if (ancestors.includes(target)) {
        mistakes.push({ offset, text: `*${alias.source} is a part of what it stands for` });
      }
    },
  });
  return mistakes;
}

/** Aliases are followed; ones that multiply without measure are refused. */
function plainValues(file: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new StackFileError(file, [{ position: { line: 1, column: 1 }, text }]);
  }
}

function offsetOf(document: Document, path: Path, part: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    const wanted = depth === path.length - 1 ? part : "value";
    const found = child(document, node, step);
    if (found === undefined) return offset;
    offset = (wanted === "value" ? startOf(found.value) : undefined) ?? startOf(found.key) ?? offset;
    node = found.value;
  }
  return offset;
}

function child(
  document: Document,
  parent: unknown,
  step: string | number,
): { key?: unknown; value: unknown } | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node) && typeof step === "number") return { value: node.items[step] };
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
