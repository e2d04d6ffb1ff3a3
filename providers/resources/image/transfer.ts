import type { PullOptions } from "../../docker/images";
import { PullError, TransferError } from "../../docker/pull-error";
import { CancelledError, UserError } from "../../errors";
import { ensurePulled } from "../../images/deliver-image";
import { parseReference, repositoryOf } from "../../images/reference";
import { pushAs } from "../../images/push-image";
import { retrying, type Transience } from "../../registry/retry";
import type { Context, HostSession } from "../lifecycle";
import { type KnownRegistry, loginRefusal, registryLogin } from "../registry-login";
import type { ImageRegistries, Push } from "./registries";
import { transferProgress } from "./transfer-progress";

/** Fetches an image by its name or digest, with the login of its registry. */
export async function pullFrom(
  context: Context,
  { engine, name: host }: HostSession,
  source: string,
  { registry, pullPolicy }: ImageRegistries,
): Promise<void> {
  const options = requestOptions(context, registry, "registry.", "pulled");
  const pull = (): Promise<void> =>
    pullPolicy === "always" ? engine.images.pull(source, options) : ensurePulled(engine, source, options);
  await patiently(context, pull).catch((error: unknown) => {
    throw withLogin(error, host, registry, "registry");
  });
}

/** Pushes an image to all of its registries, and resolves with the digests that it has there. */
export async function pushToAll(
  context: Context,
  { engine, name: host }: HostSession,
  reference: string,
  pushes: readonly Push[],
): Promise<string[]> {
  const digests: string[] = [];
  for (const [index, { name, registry }] of pushes.entries()) {
    const property = `push[${index}].registry`;
    const options = requestOptions(context, registry, `${property}.`, "pushed");
    const push = (): Promise<string> => pushAs(engine, reference, name, options);
    digests.push(
      await patiently(context, push).catch((error: unknown) => {
        throw withLogin(error, host, registry, property);
      }),
    );
  }
  return digests;
}

/** Whether the registry of a pulled image is asked what its tag is now. One that nobody declared is left in peace. */
export function isAsked({ registry, pullPolicy }: ImageRegistries): boolean {
  return registry !== undefined || pullPolicy === "always";
}

/**
 * What a tag is in its registry now, as `repository@digest`; null where the registry has no such tag. Undefined, with a
 * warning, where it cannot be asked: then nothing is known, and nothing changes.
 */
export async function digestInRegistry(
  context: Context,
  { engine }: HostSession,
  name: string,
  registry: KnownRegistry | undefined,
): Promise<string | null | undefined> {
  const reference = parseReference(name);
  if (reference.digest !== undefined) return name;
  try {
    const options = requestOptions(context, registry, "registry.", "asked");
    return `${repositoryOf(reference)}@${await engine.images.registryDigest(name, options)}`;
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    if (error instanceof PullError && error.failure === "not-found") return null;
    context.log("warning", `It is not known what ${name} is in its registry now: ${error.message}`);
    return undefined;
  }
}

function requestOptions(
  context: Context,
  registry: KnownRegistry | undefined,
  at: string,
  done: string,
): PullOptions {
  const login = registry === undefined ? undefined : registryLogin(registry, context.config.credentials, at);
  return {
    signal: context.signal,
    onProgress: transferProgress((text) => context.progress(`${done} ${text}`)),
    ...(login === undefined ? {} : { auth: { ...login, serveraddress: registry?.address ?? "" } }),
  };
}

/** Waits for a registry that is busy; what came in bad order is fetched once more. */
function patiently<T>(context: Context, attempt: () => Promise<T>): Promise<T> {
  return retrying(attempt, {
    signal: context.signal,
    transience,
    onWait: (seconds, error) =>
      context.progress(`trying again in ${seconds} s: ${(error as UserError).message}`),
  });
}

function transience(error: unknown): Transience | undefined {
  if (!(error instanceof TransferError)) return undefined;
  if (error.failure === "rate-limited" || error.failure === "server-error") return {};
  return error.failure === "corrupt" ? { attempts: 2 } : undefined;
}

/** A refusal in spite of a login: the login is wrong, or may not do this. */
function withLogin(
  error: unknown,
  host: string,
  registry: KnownRegistry | undefined,
  property: string,
): unknown {
  if (!(error instanceof TransferError) || error.failure !== "denied" || registry === undefined) return error;
  const refused = `The registry ${registry.address} refuses ${host} the image ${error.reference} (${error.reason})`;
  return loginRefusal(registry, refused, { property, cause: error });
}
