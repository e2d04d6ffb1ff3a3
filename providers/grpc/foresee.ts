import { setImmediate as nextTurn } from "node:timers/promises";
import type { ConfigureRequest, ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import { approach } from "../resources/approach";
import { parseUrn } from "../resources/urn";
import { bagUnlessEmpty } from "./requests";
import type { Session } from "./session";
import { decodeChecked } from "./wire";

/** What an engine in this process is going to ask, in the protocol's own messages. Secrets may be unknown in them. */
export interface ForeseenReads {
  readonly configuration: ConfigureRequest;
  readonly reads: readonly ForeseenRead[];
}

export interface ForeseenRead {
  readonly urn: string;
  readonly id: string;
  /** Makes the message. */
  request(): ReadRequest;
}

/**
 * Reaches the hosts of what is going to be read. What fails is told by the read, so nobody is told of it here.
 *
 * @param modules what is loaded meanwhile, besides what the reads themselves work with
 */
export async function foresee(
  session: Session,
  { configuration, reads }: ForeseenReads,
  signal: AbortSignal,
  modules: readonly (() => unknown)[] = [],
): Promise<void> {
  await session.foresee(decodeChecked(configuration.getArgs()).values);
  const reaching = Promise.allSettled(
    [...byHost(reads).values()].map(async (onHost) => {
      const [first] = onHost;
      const request = first.request();
      const urn = parseUrn(request.getUrn());
      const inputs = bagUnlessEmpty(request.getInputs());
      const state = bagUnlessEmpty(request.getProperties());
      await approach(
        session.context(urn, signal),
        { id: first.id, inputs, state },
        {
          count: onHost.length,
          containers: onHost.filter(isContainer).map(({ id }) => id.slice(id.indexOf("/") + 1)),
        },
      );
    }),
  );
  await loadAll([...modules, ...nouns(session, reads)]);
  await reaching;
}

/** Loads one after the other while the hosts are dialled, whose answers come between. */
async function loadAll(modules: readonly (() => unknown)[]): Promise<void> {
  for (const load of modules) {
    await nextTurn();
    load();
  }
}

/** What the reads work with. */
function nouns(session: Session, reads: readonly ForeseenRead[]): (() => unknown)[] {
  const oneOfEach = new Map(reads.map(({ urn }) => [parseUrn(urn).type, urn]));
  return [...oneOfEach.values()].map((urn) => () => session.subject(urn));
}

function isContainer({ urn }: ForeseenRead): boolean {
  return parseUrn(urn).type.endsWith(":Container");
}

/** The reads on each host; first the Host's own, as what is on it depends on it. Ids are `<hostId>` and `<hostId>/<name>`. */
function byHost(
  reads: readonly ForeseenRead[],
): ReadonlyMap<string, readonly [ForeseenRead, ...ForeseenRead[]]> {
  const found = new Map<string, [ForeseenRead, ...ForeseenRead[]]>();
  for (const read of reads) {
    const [hostId = ""] = read.id.split("/");
    const known = found.get(hostId);
    if (known === undefined) found.set(hostId, [read]);
    else known.push(read);
  }
  return found;
}
