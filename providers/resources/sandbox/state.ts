import { LOOPBACK, SSH_PORT } from "../../sandbox/container-request";
import type { ObservedSandbox } from "../../sandbox/observe";
import { type Bag, UNKNOWN, type Value } from "../bag";

/** What a Sandbox tells of itself beyond its inputs. */
type Outputs = Record<
  | "socketPath"
  | "address"
  | "port"
  | "user"
  | "privateKey"
  | "hostKey"
  | "status"
  | "containerId"
  | "publishedPorts",
  Value
>;

/** What is seen of a sandbox. What cannot be seen of one that does not run stays as it was `before`. */
export function observedState(
  inputs: Bag,
  socketPath: string,
  observed: ObservedSandbox & { readonly port?: number },
  before: Partial<Outputs>,
): Bag {
  const isRunning = observed.ports.length > 0;
  const ports = observed.ports.filter(({ container }) => container !== SSH_PORT).map((port) => ({ ...port }));
  return withOutputs(inputs, {
    socketPath,
    address: LOOPBACK,
    user: "root",
    port: observed.port ?? before.port,
    privateKey: before.privateKey,
    hostKey: observed.hostKey ?? before.hostKey,
    status: observed.status,
    containerId: observed.containerId,
    publishedPorts: isRunning ? ports : before.publishedPorts,
  });
}

/** What would be stored. One that is there stays what it is, but for its port, which may be another after a start. */
export function foreseenState(inputs: Bag, before: Bag | undefined): Bag {
  const known = storedOutputs(before);
  const at = (key: keyof Outputs): Value => known[key] ?? UNKNOWN;
  return withOutputs(inputs, {
    socketPath: inputs.values["socketPath"] ?? at("socketPath"),
    address: at("address"),
    user: at("user"),
    port: at("port"),
    privateKey: at("privateKey"),
    hostKey: at("hostKey"),
    status: "running",
    containerId: at("containerId"),
    publishedPorts: at("publishedPorts"),
  });
}

/** The outputs in a state, as far as they are there. */
export function storedOutputs(state: Bag | undefined): Partial<Outputs> {
  return (state?.values ?? {}) as Partial<Outputs>;
}

function withOutputs(inputs: Bag, outputs: { readonly [Key in keyof Outputs]: Value | undefined }): Bag {
  const known = Object.entries(outputs).filter(([, value]) => value !== undefined);
  return {
    values: { ...inputs.values, ...(Object.fromEntries(known) as Partial<Outputs>) },
    secrets: [...inputs.secrets, ["privateKey"]],
  };
}
