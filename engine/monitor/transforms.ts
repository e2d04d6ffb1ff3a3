import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { TransformInvokeOptions } from "@pulumi/pulumi/proto/resource_pb";
import {
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResponse,
  type TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Urn } from "../urn";
import type { PropertyMap } from "../values";
import type { Callbacks } from "./callbacks";
import { fromStruct, keepAll, toStruct } from "../struct";

/** A registration on its way through the transforms. */
export interface Transformed {
  readonly inputs: PropertyMap;
  readonly options: TransformResourceOptions;
}

export interface TransformedResource {
  readonly name: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent: Urn | undefined;
}

/** Changes a registration before the engine sees it. */
export type ResourceTransform = (resource: TransformedResource, given: Transformed) => Promise<Transformed>;

/** An invoke on its way through the transforms. */
export interface TransformedInvoke {
  readonly args: PropertyMap;
  readonly options: TransformInvokeOptions;
}

/** Changes an invoke before the engine sees it. */
export type InvokeTransform = (token: string, given: TransformedInvoke) => Promise<TransformedInvoke>;

/** A transform of the program, by the callback that it gave for it. */
export function resourceTransform(callbacks: Callbacks, callback: Callback): ResourceTransform {
  const call = callbacks.function(callback, "a transform");
  return async ({ name, type, custom, parent }, { inputs, options }) => {
    const request = new TransformRequest()
      .setName(name)
      .setType(type)
      .setCustom(custom)
      .setParent(parent ?? "")
      .setProperties(toStruct(inputs, keepAll))
      .setOptions(options);
    const response = TransformResponse.deserializeBinary(await call(request.serializeBinary()));
    return {
      inputs: response.hasProperties() ? fromStruct(response.getProperties(), keepAll) : inputs,
      options: response.getOptions() ?? options,
    };
  };
}

/** A transform of the program's invokes, by the callback that it gave for it. */
export function invokeTransform(callbacks: Callbacks, callback: Callback): InvokeTransform {
  const call = callbacks.function(callback, "a transform of invokes");
  return async (token, { args, options }) => {
    const request = new TransformInvokeRequest()
      .setToken(token)
      .setArgs(toStruct(args, keepAll))
      .setOptions(options);
    const response = TransformInvokeResponse.deserializeBinary(await call(request.serializeBinary()));
    return {
      args: response.hasArgs() ? fromStruct(response.getArgs(), keepAll) : args,
      options: response.getOptions() ?? options,
    };
  };
}

/** The transforms of one run: of the stack, and of each resource, which hold for its descendants too. */
export class Transforms {
  readonly ofStack: ResourceTransform[] = [];
  readonly ofInvokes: InvokeTransform[] = [];
  private readonly ofResource = new Map<Urn, readonly ResourceTransform[]>();
  private readonly parents = new Map<Urn, Urn | undefined>();
  /** Of remote components, until their provider registers them. */
  private readonly pending = new Map<string, readonly ResourceTransform[]>();

  /** The resource's own: as given, or as given to who asked for it to be constructed. */
  own(
    resource: TransformedResource,
    remote: boolean,
    given: readonly ResourceTransform[],
  ): readonly ResourceTransform[] {
    const key = `${resource.parent ?? ""}::${resource.type}::${resource.name}`;
    const pending = this.pending.get(key);
    if (pending !== undefined) {
      this.pending.delete(key);
      return pending;
    }
    if (remote && given.length > 0) this.pending.set(key, given);
    return given;
  }

  /** All that hold for a resource, in their order: its own, its ancestors', the stack's. */
  all(own: readonly ResourceTransform[], parent: Urn | undefined): ResourceTransform[] {
    const all = [...own];
    for (let current = parent; current !== undefined; current = this.parents.get(current)) {
      all.push(...(this.ofResource.get(current) ?? []));
    }
    return [...all, ...this.ofStack];
  }

  registered(urn: Urn, parent: Urn | undefined, own: readonly ResourceTransform[]): void {
    this.parents.set(urn, parent);
    if (own.length > 0) this.ofResource.set(urn, own);
  }
}
