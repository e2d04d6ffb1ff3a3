import type { ImageBuildArgs } from "../../../sdk/image";
import { type BuildSpec, specDigest } from "../../builds/build-spec";
import { readContext } from "../../builds/context/context";
import type { StoredContext } from "../../builds/context/changes";
import { ContextError } from "../../builds/context/errors";
import { LABEL_PREFIX } from "../../reconcile/ownership";
import { type Bag, hasUnknown, type Path, UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { CheckFailure, Context } from "../lifecycle";
import type { Lowered } from "../lowered";
import { baseRegistryFailures } from "./build-registries";

/** A `build` of which all is known, as the provider gets it: a host as its link. */
export type KnownBuild = Omit<Lowered<ImageBuildArgs>, "on"> & {
  readonly on?: Exclude<Lowered<ImageBuildArgs["on"]>, string>;
};

/**
 * What `checkBuild` adds to the inputs, so that a diff reads no disk and a preview can name the files that changed. The
 * schema has no such properties.
 */
export interface CheckedBuild {
  /** The files that are sent, as they were then. */
  readonly buildContext: StoredContext | undefined;
  /** Identity of all that the image is made of. */
  readonly buildSpec: string | typeof UNKNOWN | undefined;
}

/** The build in a bag that was checked; undefined where there is none, or anything of it is not known yet. */
export function knownBuild({ values }: Bag): KnownBuild | undefined {
  const { build } = values;
  return isRecord(build) && !hasUnknown(build) ? (build as unknown as KnownBuild) : undefined;
}

export function checkedBuild({ values }: Bag): CheckedBuild {
  const { buildContext, buildSpec } = values;
  return {
    buildContext:
      isRecord(buildContext) && !hasUnknown(buildContext)
        ? (buildContext as unknown as StoredContext)
        : undefined,
    buildSpec: typeof buildSpec === "string" || buildSpec === UNKNOWN ? buildSpec : undefined,
  };
}

/** Finds what is wrong with a build, reads its context, and adds what it is made of to the values. */
export async function checkBuild(
  context: Context,
  values: Record<string, Value>,
  secrets: readonly Path[],
): Promise<CheckFailure[]> {
  const build: Value | undefined = values["build"];
  if (build === undefined) return [];
  const failures = isRecord(build)
    ? [
        ...secretFailures(build, secrets),
        ...labelFailures(build),
        ...baseRegistryFailures(build["registries"]),
      ]
    : [];
  values["buildSpec"] = UNKNOWN;
  if (!isRecord(build) || LOCATING.some((key) => hasUnknown(build[key]))) return failures;
  const { context: folder, dockerfile, contextLimitMiB } = build as unknown as KnownBuild;
  if (typeof folder !== "string") return failures;
  try {
    const read = await readContext({
      context: folder,
      dockerfile,
      limitMiB: contextLimitMiB,
      signal: context.signal,
    });
    values["buildContext"] = { digest: read.digest, listing: read.listing };
    if (!SPECIFYING.some((key) => hasUnknown(build[key]))) {
      values["buildSpec"] = specDigest(specOf(build as unknown as KnownBuild, read));
    }
    return failures;
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    return [...failures, { path: (error.property ?? "build.context").split("."), reason: error.message }];
  }
}

const LOCATING = ["context", "dockerfile", "contextLimitMiB"] as const;
const SPECIFYING = ["target", "args", "labels", "platform"] as const;

function specOf(
  { target, args, labels, platform }: KnownBuild,
  read: { readonly digest: string; readonly dockerfileText: string },
): BuildSpec {
  const contextDigest = read.digest;
  return {
    contextDigest,
    dockerfileText: read.dockerfileText,
    target,
    args: args ?? {},
    labels: labels ?? {},
    platform,
  };
}

/** What everybody who has the image can read must not be secret. */
function secretFailures(build: { readonly [key: string]: Value }, secrets: readonly Path[]): CheckFailure[] {
  const isSecret = (path: Path): boolean =>
    secrets.some(
      (secret) => secret.every((key, index) => key === path[index]) && secret.length <= path.length,
    );
  return (["args", "labels"] as const).flatMap((key) =>
    Object.keys(isRecord(build[key]) ? build[key] : {})
      .map((name) => ["build", key, name])
      .filter(isSecret)
      .map((path) => ({ path, reason: SECRET_ADVICE[key] })),
  );
}

const SECRET_ADVICE = {
  args: "is secret, and everybody who has the image can read its build arguments: give it in `build.secrets`, and use it in a step with RUN --mount=type=secret",
  labels: "is secret, and everybody who has the image can read its labels: leave it out",
};

function labelFailures({ labels }: { readonly [key: string]: Value }): CheckFailure[] {
  return Object.keys(isRecord(labels) ? labels : {})
    .filter((key) => key.startsWith(LABEL_PREFIX))
    .map((key) => ({
      path: ["build", "labels", key],
      reason: `must not begin with ${LABEL_PREFIX}: that is Moorage's own`,
    }));
}
