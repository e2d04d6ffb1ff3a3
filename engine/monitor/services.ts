import {
  RegisterPackageResponse,
  SupportsFeatureResponse,
  type RegisterErrorHookRequest,
  type RegisterPackageRequest,
  type RegisterResourceHookRequest,
  type SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { call } from "./call";
import { getRootResource, log, requirePulumiVersion, setRootResource } from "./engine-service";
import { UnsupportedRpcError } from "./errors";
import { features } from "./features";
import { invoke } from "./invoke";
import type { Monitor } from "./monitor";
import { readResource } from "./read-resource";
import { registerResourceOutputs } from "./register-outputs";
import { registerResource } from "./register-resource";
import { signalAndWaitForShutdown } from "./shutdown";
import { invokeTransform, resourceTransform } from "./transforms";

/** An RPC: how it is served, and what the documentation says of it. */
interface Rpc<Request> {
  readonly meaning: string;
  readonly serve: (monitor: Monitor, request: Request) => unknown;
  /** Why it is refused, where it is. */
  readonly refused?: string;
}

const rpc = <Request>(meaning: string, serve: Rpc<Request>["serve"]): Rpc<Request> => ({ meaning, serve });

function refused(name: string, meaning: string, reason: string): Rpc<never> {
  return {
    meaning,
    refused: reason,
    serve: () => {
      throw new UnsupportedRpcError(name, reason);
    },
  };
}

/** Every RPC of pulumirpc.ResourceMonitor, by the name of its method. */
export const resourceMonitor = {
  supportsFeature: rpc("what the program may use: see the table below", supportsFeature),
  invoke: rpc("calls a function of a provider; transforms of invokes run first", invoke),
  call: rpc("calls a method of a component or of a provider", call),
  readResource: rpc("reads a resource that somebody else owns (`.get`, StackReference)", readResource),
  registerResource: rpc(
    "makes a resource what the program says; constructs a remote component",
    registerResource,
  ),
  registerResourceOutputs: rpc("takes the outputs of a component or of the stack", registerResourceOutputs),
  registerStackTransform: rpc("a transform of all resources of the stack", (monitor, callback: Callback) => {
    monitor.transforms.ofStack.push(resourceTransform(monitor.callbacks, callback));
    return new Empty();
  }),
  registerStackInvokeTransform: rpc("a transform of all invokes", (monitor, callback: Callback) => {
    monitor.transforms.ofInvokes.push(invokeTransform(monitor.callbacks, callback));
    return new Empty();
  }),
  registerResourceHook: rpc("a hook that steps run", (monitor, request: RegisterResourceHookRequest) => {
    monitor.hooks.addResourceHook(request);
    return new Empty();
  }),
  registerErrorHook: rpc(
    "a hook that decides whether a failed step is tried again",
    (monitor, request: RegisterErrorHookRequest) => {
      monitor.hooks.addErrorHook(request);
      return new Empty();
    },
  ),
  registerPackage: rpc(
    "a package, be it a plugin's own or made by a parameter",
    (monitor, request: RegisterPackageRequest) =>
      new RegisterPackageResponse().setRef(monitor.packages.register(request)),
  ),
  signalAndWaitForShutdown: rpc(
    "the program asks for nothing more; answered when the operation is over",
    signalAndWaitForShutdown,
  ),
} satisfies Record<string, Rpc<never>>;

/** Every RPC of pulumirpc.Engine, by the name of its method. */
export const engine = {
  log: rpc("a message to the user; debug messages are dropped", log),
  getRootResource: rpc("the stack's URN, for programs of older SDKs", getRootResource),
  setRootResource: rpc("tells the stack's URN", setRootResource),
  requirePulumiVersion: rpc(
    "the versions of Pulumi that a program works with: 3.230.0, as which this engine does, must be one",
    requirePulumiVersion,
  ),
  startDebugging: refused(
    "StartDebugging",
    "tells that a debugger may attach",
    "start Node itself with --inspect",
  ),
} satisfies Record<string, Rpc<never>>;

function supportsFeature(_monitor: Monitor, request: SupportsFeatureRequest): SupportsFeatureResponse {
  const isSupported = features[request.getId()]?.supported ?? false;
  return new SupportsFeatureResponse().setHassupport(isSupported);
}
