import type { ImageHistoryJson } from "../../providers/docker/images";

/** One step of an image, as `history --json` tells it. */
export interface HistoryRow {
  /** What made it, as a Dockerfile has it where it came from one. */
  readonly instruction: string;
  /** In seconds since 1970. */
  readonly created: number;
  readonly sizeBytes: number;
  /** The layer that it made; left out where it made none, or where the engine does not let tell which. */
  readonly layer?: string;
  /** Other images of the stack on the same host that have the very layer. */
  readonly sharedWith: readonly string[];
}

/** The layers of an image, lowest first. */
export interface LayeredImage {
  readonly name: string;
  readonly layers: readonly string[];
}

/** Puts an image's steps, newest first as the engine tells them, beside its layers, lowest first. */
export function historyRows(
  entries: readonly ImageHistoryJson[],
  layers: readonly string[],
  others: readonly LayeredImage[],
): HistoryRow[] {
  const made = layersOf([...entries].reverse(), layers).reverse();
  return entries.map(({ CreatedBy, Created, Size }, index): HistoryRow => {
    const position = made[index];
    const layer = position === undefined ? undefined : layers[position];
    return {
      instruction: instructionOf(CreatedBy),
      created: Created,
      sizeBytes: Size,
      ...(layer === undefined ? {} : { layer }),
      sharedWith: position === undefined ? [] : sharers(layers, position, others),
    };
  });
}

/** A layer is shared only on top of the same ones: engines keep what lies between two layers, not layers by themselves. */
function sharers(layers: readonly string[], position: number, others: readonly LayeredImage[]): string[] {
  const isShared = (other: LayeredImage) =>
    layers.slice(0, position + 1).every((layer, index) => other.layers[index] === layer);
  return [...new Set(others.filter(isShared).map(({ name }) => name))].sort();
}

/**
 * Which layer each step made, oldest first. The engine does not say; it is told by which steps can have made one, and
 * by which have a size. Where neither gives as many as there are layers, nothing is claimed.
 */
function layersOf(steps: readonly ImageHistoryJson[], layers: readonly string[]): (number | undefined)[] {
  const ways: ((step: ImageHistoryJson) => boolean)[] = [
    () => true,
    ({ Size }) => Size > 0,
    ({ CreatedBy }) => !isNote(CreatedBy),
    ({ CreatedBy, Size }) => Size > 0 || !isNoteOrFolder(CreatedBy),
  ];
  const way = ways.find((each) => steps.filter(each).length === layers.length);
  if (way === undefined) return steps.map(() => undefined);
  let next = 0;
  return steps.map((step) => (way(step) ? next++ : undefined));
}

const NOTES =
  /^(#\(nop\) *)?(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/;

function isNote(createdBy: string): boolean {
  return NOTES.test(withoutShell(createdBy));
}

/** WORKDIR makes a layer only where it makes the folder. */
function isNoteOrFolder(createdBy: string): boolean {
  return isNote(createdBy) || /^(#\(nop\) *)?WORKDIR\b/.test(withoutShell(createdBy));
}

/** The classic builder notes instructions as a command of its shell that does nothing, BuildKit as they are. */
function instructionOf(createdBy: string): string {
  const words = createdBy.replace(/\s+/g, " ").trim();
  const bare = withoutShell(words);
  if (bare.startsWith("#(nop)")) return bare.slice("#(nop)".length).trim();
  return bare === words ? words : `RUN ${bare}`;
}

function withoutShell(createdBy: string): string {
  return createdBy.replace(/^\/bin\/sh -c /, "").trim();
}
