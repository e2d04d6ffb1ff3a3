import type { RegisterPackageRequest } from "@pulumi/pulumi/proto/resource_pb";
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ProviderRequest } from "../steps/goal";
import { InvalidRequestError } from "./errors";
import { refuseNewer } from "./newer-requests";

/** The packages that a program has told of, each under a reference of its own. */
export class Packages {
  private readonly requests = new Map<string, ProviderRequest>();

  /** The same package gets the same reference. */
  register(request: RegisterPackageRequest): string {
    if (request.getName() === "") throw new InvalidRequestError("package name is empty");
    refuseNewer(request, { getExtension$: `the extension of the package ${request.getName()}` });
    const wanted = toProviderRequest(request);
    for (const [reference, known] of this.requests) {
      if (isDeepStrictEqual(known, wanted)) return reference;
    }
    const reference = randomUUID();
    this.requests.set(reference, wanted);
    return reference;
  }

  /**
   * Which provider a call is for.
   *
   * @param reference of a package that was told of; "" where the call names the plugin itself
   */
  providerRequest(reference: string, plugin: ProviderRequest): ProviderRequest {
    if (reference === "") return plugin;
    const known = this.requests.get(reference);
    if (known === undefined) throw new InvalidRequestError(`unknown provider package '${reference}'`);
    return known;
  }
}

function toProviderRequest(request: RegisterPackageRequest): ProviderRequest {
  const parameterization = request.getParameterization();
  const plugin = {
    ...(request.getVersion() === "" ? {} : { version: request.getVersion() }),
    ...(request.getDownloadUrl() === "" ? {} : { pluginDownloadUrl: request.getDownloadUrl() }),
  };
  if (parameterization === undefined) return { package: request.getName(), ...plugin };
  return {
    ...plugin,
    package: parameterization.getName(),
    version: parameterization.getVersion(),
    parameterization: {
      pluginName: request.getName(),
      pluginVersion: request.getVersion(),
      value: parameterization.getValue_asU8(),
    },
  };
}

/** What a call itself says of the plugin that it needs. */
export function pluginOf(packageName: string, version: string, downloadUrl: string): ProviderRequest {
  return {
    package: packageName,
    ...(version === "" ? {} : { version }),
    ...(downloadUrl === "" ? {} : { pluginDownloadUrl: downloadUrl.replace(/\/$/, "") }),
  };
}
