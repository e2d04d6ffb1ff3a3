import type { ContainerCreateJson, MountRequestJson } from "../../docker/container-json";
import { type Owner, ownershipLabels } from "../ownership";
import { options, optionNames } from "./options";
import { attachmentsOf, toAttachment } from "./options/networks";
import type { Attachment, ContainerSpec, Draft, OptionName } from "./options/option";
import type { Probe } from "./probe";

/** What a container shall be, and how Moorage gets there. */
export interface Desired {
  readonly owner: Owner;
  readonly spec: ContainerSpec;
  /** Recognises a half-made container, see `specHash`. */
  readonly specHash: string;
  readonly updateStrategy: "start-first" | "stop-first" | undefined;
  readonly healthTimeoutSeconds: number;
  readonly minReadySeconds: number;
  /** How long one that has taken over is watched. */
  readonly monitorSeconds: number;
  readonly probe: Probe | undefined;
  /** Whether a new one that does not work is kept where the old one serves on. */
  readonly keepFailed: boolean;
}

/** What the engine is told to make it, but for its labels and networks. */
export function draft(spec: ContainerSpec): Draft {
  const made: Draft = {
    request: {
      HostConfig: { RestartPolicy: { Name: "no" } },
      NetworkingConfig: { EndpointsConfig: {} },
    },
    attachments: [],
    platform: undefined,
  };
  for (const name of optionNames) writeOption(name, spec, made);
  if (made.attachments.length === 0) made.attachments.push(...attachmentsOf(spec).map(toAttachment));
  return made;
}

/** What is special about one container made of a spec. */
export interface Making {
  /** See `ownershipLabels`. */
  readonly operation: string;
  /** Where it is put at first; engines before API 1.44 take one network only. */
  readonly first: Attachment;
  /** Anonymous volumes that it takes over. */
  readonly inherited: readonly MountRequestJson[];
}

/** The engine's create request of a container. */
export function createRequest(desired: Desired, making: Making): ContainerCreateJson {
  const { request } = draft(desired.spec);
  const { MacAddress: mac } = making.first.endpoint;
  return {
    ...request,
    // Where engines before API 1.44 look for it.
    ...(mac === undefined ? {} : { MacAddress: mac }),
    Labels: { ...request.Labels, ...ownershipLabels(desired.owner, desired.specHash, making.operation) },
    HostConfig: {
      ...request.HostConfig,
      NetworkMode: making.first.network,
      Mounts: [...(request.HostConfig.Mounts ?? []), ...making.inherited],
    },
    NetworkingConfig: { EndpointsConfig: { [making.first.network]: making.first.endpoint } },
  };
}

function writeOption<K extends OptionName>(name: K, spec: ContainerSpec, made: Draft): void {
  const value = spec[name];
  if (value !== undefined && value !== null) options[name].write(value, made);
}
