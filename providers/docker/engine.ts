import { createBuilds, type Builds } from "./builds";
import { createContainers, type Containers } from "./containers";
import { createExecs, type Execs } from "./execs";
import { createImages, type Images } from "./images";
import type { Limits } from "./limit";
import { createNetworks, type Networks } from "./networks";
import { createSystem, type System } from "./system";
import { type EngineAddress, HttpTransport } from "./transport";
import { createVolumes, type Volumes } from "./volumes";

/**
 * The API of one Docker engine. Every call rejects with a UserError: NotFoundError and ConflictError, or
 * EngineRequestError for another refusal; EngineDownError, PermissionError, ApiVersionError, NotAnEngineError;
 * NoAnswerError where the engine hangs; CancelledError when its signal is aborted; and whatever UserError the agent's connection fails with.
 */
export interface Engine {
  /** How messages name the host: `web-1 (deploy@192.0.2.10:22)`. */
  readonly name: string;
  readonly containers: Containers;
  readonly execs: Execs;
  readonly images: Images;
  readonly builds: Builds;
  readonly networks: Networks;
  readonly volumes: Volumes;
  readonly system: System;
  /** The version of the API in use, e.g. `1.41`: the newest that the engine and Moorage both know. */
  apiVersion(): Promise<string>;
  /** Takes for granted until it has been asked that the engine's newest version of the API is this one, as it was before. */
  expectApiVersion(version: string): void;
  /** Closes idle connections to a socket of this machine; an agent that was handed in is its owner's to close. */
  close(): void;
}

/** An engine behind an agent that opens connections to it, or at a socket of this machine. Nothing is dialled yet. */
export function createEngine(address: EngineAddress, name: string, limits?: Limits): Engine {
  const transport = new HttpTransport(address, name, limits);
  return {
    name,
    containers: createContainers(transport),
    execs: createExecs(transport),
    images: createImages(transport),
    builds: createBuilds(transport),
    networks: createNetworks(transport),
    volumes: createVolumes(transport),
    system: createSystem(transport),
    apiVersion: () => transport.apiVersion(),
    expectApiVersion: (version) => transport.expectApiVersion(version),
    close: () => transport.close(),
  };
}
