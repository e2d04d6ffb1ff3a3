import { openArchive } from "../../images/archive";
import { ArchiveError } from "../../images/archive-error";
import { formatReference, InvalidReferenceError, parseReference, repositoryOf } from "../../images/reference";
import { type Bag, UNKNOWN, type Value } from "../bag";
import { type ChildInputs, childInputs } from "../child-inputs";
import type { CheckFailure, CheckRequest, CheckResult, Context, Urn } from "../lifecycle";
import { defaultRepository } from "./default-repository";
import { checkBuild, type CheckedBuild, checkedBuild, type KnownBuild, knownBuild } from "./build-inputs";
import { checkPushes, type ImageRegistries, imageRegistries, nameInRegistry } from "./registries";

/** A text that may not be known yet. */
export type MaybeText = string | typeof UNKNOWN;

/** Checked inputs of an Image. The name is as the engine lists it, with its tag or digest. */
export interface ImageInputs extends ChildInputs, CheckedBuild, ImageRegistries {
  readonly archive: MaybeText | undefined;
  /**
   * Identity of the archive's content. `checkImage` adds it to what the user gave, so that the state knows with what
   * the image was made, and a diff sees a changed file without reading it. The schema has no such property.
   */
  readonly archiveDigest: MaybeText | undefined;
  /** Undefined while anything of it is not known, too. */
  readonly build: KnownBuild | undefined;
  readonly keepOnDelete: boolean;
}

/** The inputs in a bag that `checkImage` made. */
export function imageInputs(bag: Bag): ImageInputs {
  const { values } = bag;
  return {
    ...childInputs(bag),
    ...imageRegistries(bag),
    archive: textOf(values["archive"]),
    archiveDigest: textOf(values["archiveDigest"]),
    build: knownBuild(bag),
    ...checkedBuild(bag),
    keepOnDelete: values["keepOnDelete"] === true,
  };
}

/** Identity of the content that an archive or a build gives an image; undefined for one to be pulled. */
export function contentDigest({ archiveDigest, buildSpec }: ImageInputs): MaybeText | undefined {
  return archiveDigest ?? buildSpec;
}

/**
 * What containers name to get this image; undefined where only the engine can tell, after a pull by tag. It holds
 * the content's digest: so it is known at preview, and changes when the content does.
 */
export function expectedReference(inputs: ImageInputs): MaybeText | undefined {
  const digest = contentDigest(inputs);
  if (inputs.name === UNKNOWN || digest === UNKNOWN) return UNKNOWN;
  const reference = parseReference(inputs.name);
  if (digest === undefined) return reference.digest === undefined ? undefined : inputs.name;
  return `${repositoryOf(reference)}:${digest.replace("sha256:", "").slice(0, 12)}`;
}

/** Fills in the name and the content's digest. Archive and build context are read here, so that a diff needs no disk. */
export async function checkImage(context: Context, { olds, news }: CheckRequest): Promise<CheckResult> {
  const values: Record<string, Value> = { keepOnDelete: false, ...known(news.values) };
  const archive = textOf(values["archive"]);
  const { build } = values;
  const failures = [
    ...checkName(context.urn, values, archive !== undefined || build !== undefined, olds),
    ...checkPushes(values),
    ...(archive === undefined ? [] : await checkArchive(values, archive)),
    ...(archive !== undefined && build !== undefined ? [EITHER_OR] : []),
    ...(await checkBuild(context, values, news.secrets)),
  ];
  return { inputs: { values, secrets: news.secrets }, failures };
}

const EITHER_OR: CheckFailure = {
  path: ["build"],
  reason: "goes not together with `archive`: leave one of them out",
};

function checkName(
  urn: Urn,
  values: Record<string, Value>,
  hasContent: boolean,
  olds: Bag | undefined,
): CheckFailure[] {
  const name = textOf(values["name"]);
  if (name === UNKNOWN) return [];
  if (name === undefined && !hasContent) {
    return [{ path: ["name"], reason: "is required without `archive` or `build`: it says what to pull" }];
  }
  try {
    const plain = name ?? defaultRepository(urn, olds);
    const given = nameInRegistry(plain, values["registry"]);
    if (given === UNKNOWN) values["name"] = UNKNOWN;
    if (given === UNKNOWN) return [];
    const reference = parseReference(given);
    values["name"] = formatReference(reference);
    if (!hasContent || reference.digest === undefined) return [];
    return [
      { path: ["name"], reason: "must not have a digest: the content of an archive or a build has its own" },
    ];
  } catch (error) {
    if (error instanceof InvalidReferenceError) return [{ path: ["name"], reason: error.message }];
    throw error;
  }
}

async function checkArchive(values: Record<string, Value>, archive: MaybeText): Promise<CheckFailure[]> {
  if (archive === UNKNOWN) {
    values["archiveDigest"] = UNKNOWN;
    return [];
  }
  try {
    values["archiveDigest"] = (await openArchive(archive)).digest;
    return [];
  } catch (error) {
    if (error instanceof ArchiveError) return [{ path: ["archive"], reason: error.message }];
    throw error;
  }
}

function known(values: Bag["values"]): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function textOf(value: Value | undefined): MaybeText | undefined {
  return typeof value === "string" || value === UNKNOWN ? value : undefined;
}
