import type { Duplex, Readable } from "node:stream";
import { CancelledError } from "../errors";
import { connectionToError } from "./errors";
import { parseJsonLines } from "./json-lines";
import { type RegistryAuth, registryConfigHeaders } from "./registry-header";
import type { EngineCall, QueryValue, Transport } from "./transport";

/** Which of an engine's two builders is to build. */
export type Builder = "buildkit" | "classic";

/** How an image is built. */
export interface BuildRequest {
  readonly builder: Builder;
  /** Name that the image gets once it is whole, `repository:tag`. */
  readonly tag: string;
  /** Path of the Dockerfile in the context. */
  readonly dockerfile: string;
  readonly target?: string | undefined;
  readonly args?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** `linux/arm64` */
  readonly platform?: string | undefined;
  readonly noCache?: boolean | undefined;
  /** Whether the bases are asked for at their registry even where the engine has them. */
  readonly pull?: boolean | undefined;
  /** Id of an open session, for BuildKit only. */
  readonly session?: string | undefined;
  /** Logins by the addresses of registries, for the classic builder only. */
  readonly auths?: Readonly<Record<string, RegistryAuth>> | undefined;
}

/** One line of what an engine says while it builds. */
export interface BuildEntry {
  readonly stream?: string;
  /** `moby.buildkit.trace`: then `aux` is a protobuf in base64. */
  readonly id?: string;
  readonly aux?: string | { readonly ID?: string };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** What BuildKit may ask of us over a session's connection. */
export interface SessionRequest {
  readonly id: string;
  /** gRPC methods that are answered, `/package.Service/Method`. */
  readonly methods: readonly string[];
}

/** Builds of one engine. */
export interface Builds {
  /** Sends a context, a tar plain or compressed with gzip, and tells what the engine says. Ending the loop ends the build. */
  run(context: Readable, request: BuildRequest, signal?: AbortSignal): AsyncGenerator<BuildEntry>;
  /** Opens a connection on which the engine is the client, with HTTP/2. Destroy it when the build has ended. */
  openSession(request: SessionRequest, signal?: AbortSignal): Promise<Duplex>;
}

export function createBuilds(transport: Transport): Builds {
  return {
    run: (context, request, signal) => runBuild(transport, context, request, signal),
    openSession: ({ id, methods }, signal) =>
      transport.upgrade(
        {
          method: "POST",
          path: "/session",
          headers: {
            "X-Docker-Expose-Session-Uuid": id,
            "X-Docker-Expose-Session-Name": "moorage",
            "X-Docker-Expose-Session-Sharedkey": "",
            "X-Docker-Expose-Session-Grpc-Method": methods,
          },
          action: "open a build session",
          signal,
        },
        "h2c",
      ),
  };
}

async function* runBuild(
  transport: Transport,
  context: Readable,
  request: BuildRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<BuildEntry> {
  const call: EngineCall = {
    method: "POST",
    path: "/build",
    query: buildQuery(request),
    headers: registryConfigHeaders(request.auths),
    upload: { content: context, contentType: "application/x-tar" },
    action: `build image ${request.tag}`,
    signal,
  };
  let broken: unknown;
  context.once("error", (error: unknown) => (broken = error));
  try {
    const answer = await transport.stream(call);
    yield* parseJsonLines<BuildEntry>(answer);
  } catch (error) {
    if (signal?.aborted === true) {
      throw new CancelledError(`Canceled: ${call.action} on ${transport.host}.`, { cause: error });
    }
    // The engine answers before it has the whole context: where that breaks off, the answer does too.
    throw connectionToError(broken ?? error, transport.host);
  } finally {
    context.destroy();
  }
}

/** The query of `POST /build`. It is part of the URL, which engines log: nothing in it may be a secret. */
export function buildQuery(request: BuildRequest): Readonly<Record<string, QueryValue>> {
  return {
    version: request.builder === "buildkit" ? 2 : 1,
    t: request.tag,
    dockerfile: request.dockerfile,
    target: request.target,
    buildargs: filled(request.args),
    labels: filled(request.labels),
    platform: request.platform,
    nocache: request.noCache === true ? 1 : undefined,
    pull: request.pull === true ? 1 : undefined,
    session: request.session,
    // Containers of the classic builder's steps; it leaves them behind otherwise, those of a failed step always.
    ...(request.builder === "classic" ? { rm: 1, forcerm: 1 } : {}),
  };
}

function filled<T extends object>(map: T | undefined): T | undefined {
  return map === undefined || Object.keys(map).length === 0 ? undefined : map;
}
