import { ConflictError, EngineRequestError, NoAnswerError, NotFoundError } from "../../docker/errors";
import { UserError } from "../../errors";
import { formatStep, type Step } from "../../reconcile/container/step";
import { optionNames, options } from "../../reconcile/container/options";
import type { ContainerSpec, OptionName } from "../../reconcile/container/options/option";
import { portRange } from "../../reconcile/container/options/port-range";
import type { Redact } from "../../redact";
import { MissingImageError, MissingNetworkError, NameTakenError, PortTakenError } from "./errors";

/** Steps that are refused for an option. */
const NAMING: readonly Step["kind"][] = ["create", "examine", "start", "update"];

/** A refusal of the engine in the user's terms, with the property to change and without secrets. */
export function translate(error: unknown, step: Step, spec: ContainerSpec, redact: Redact): unknown {
  if (!(error instanceof UserError)) return error;
  if (error instanceof NoAnswerError) {
    return new NoAnswerError({ ...error, action: formatStep(step) }, { cause: error });
  }
  const translated = error instanceof EngineRequestError ? refusal(error, step, spec) : error;
  const message = redact(translated.message);
  if (message === translated.message) return translated;
  // The cause would carry the secret on; that it was a refusal is to be known all the same.
  const cause =
    error instanceof EngineRequestError
      ? new EngineRequestError({ ...error, action: formatStep(step), reason: redact(error.reason) })
      : undefined;
  return new UserError(message, { property: translated.property, cause });
}

function refusal(error: EngineRequestError, step: Step, spec: ContainerSpec): UserError {
  const { host, reason } = error;
  if (step.kind === "create" && error instanceof NotFoundError && /no such image/i.test(reason)) {
    return new MissingImageError(
      `Image ${spec.image} is not on ${host}. Add a moorage.Image that brings it there, and give that as image.`,
      { property: "image", cause: error },
    );
  }
  if ((step.kind === "create" || step.kind === "rename") && error instanceof ConflictError) {
    const name = step.kind === "rename" ? step.to : step.container;
    return new NameTakenError(
      `The name ${name} is taken on ${host}: ${reason} Choose another name, or remove what has it.`,
      { property: "name", cause: error },
    );
  }
  if (
    step.kind === "create" &&
    /^(repository name|invalid reference format|invalid repository)/.test(reason)
  ) {
    return new UserError(`${host} refuses image of ${step.container}: ${reason}`, {
      property: "image",
      cause: error,
    });
  }
  const port = takenPort(reason);
  if (port !== undefined) {
    const index = (spec.ports ?? []).findIndex(({ host: wanted }) => holds(wanted, port));
    return new PortTakenError(
      `Port ${port} of ${host} is taken by another process or container (${reason}). ` +
        `Stop what has it, or publish another port. \`ss -lptn 'sport = :${port}'\` on the host names it.`,
      { property: index < 0 ? "ports" : `ports[${index}].host`, cause: error },
    );
  }
  const network = /network ([^]+) not found/i.exec(reason)?.[1];
  if (network !== undefined) {
    const index = (spec.networks ?? []).findIndex(({ network: wanted }) => wanted === network);
    const property = index < 0 ? "networks" : `networks[${index}].network`;
    return new MissingNetworkError(host, { name: network, property }, { cause: error });
  }
  const option = error.property ?? refusedOption(reason, spec);
  if (option !== undefined && NAMING.includes(step.kind)) {
    return new UserError(`${host} refuses ${option} of ${step.container}: ${reason}`, {
      property: option,
      cause: error,
    });
  }
  // The engine was asked by id, which says little to people.
  return new EngineRequestError({ ...error, action: formatStep(step) }, { cause: error });
}

/** The option that the engine's words are about; the first of those that were given. */
function refusedOption(reason: string, spec: ContainerSpec): OptionName | undefined {
  const named = optionNames.find(
    (name) => spec[name] !== undefined && options[name].refusal?.test(reason) === true,
  );
  return named ?? programOption(reason, spec) ?? pathOption(reason, spec);
}

/** What says the program that cannot be executed. */
function programOption(reason: string, spec: ContainerSpec): OptionName | undefined {
  if (!/exec: "|exec format error/.test(reason)) return undefined;
  return (["entrypoint", "command"] as const).find((name) => spec[name] !== undefined);
}

/** The option of whose paths one, such as that of a device, or of whose containers one is all that the engine says. */
function pathOption(reason: string, spec: ContainerSpec): OptionName | undefined {
  const missing = /no such container: (\S+)/i.exec(reason)?.[1];
  const quoted = (value: unknown): boolean => {
    if (typeof value === "string") {
      const isPath = value.length > 1 && value.startsWith("/") && reason.includes(value);
      return isPath || value === `container:${missing}`;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(quoted);
  };
  return optionNames.find((name) => name !== "env" && name !== "labels" && quoted(spec[name]));
}

/** The engine's own proxy and allocator say it, and the kernel does; each in its own words. */
function takenPort(reason: string): number | undefined {
  if (!/port is already allocated|address already in use/i.test(reason)) return undefined;
  const found = /:(\d+)(?:\/\w+)?(?::| failed|\))/.exec(reason)?.[1];
  return found === undefined ? undefined : Number(found);
}

function holds(wanted: number | string | undefined, port: number): boolean {
  const range = wanted === undefined ? undefined : portRange(wanted);
  return range !== undefined && range.first <= port && port <= range.last;
}
