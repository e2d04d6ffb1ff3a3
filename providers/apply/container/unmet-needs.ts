import { compareApiVersions, describeApiVersion } from "../../docker/api-version";
import type { Engine } from "../../docker/engine";
import type { EngineInfoJson } from "../../docker/system";
import { optionNames, options } from "../../reconcile/container/options";
import type { ContainerSpec, NewerPart } from "../../reconcile/container/options/option";
import { UnsupportedOptionError } from "./errors";

/** Rejects with UnsupportedOptionError where the host cannot have what a spec asks for. Values may be unknown. */
export async function assertSupported(
  engine: Engine,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<void> {
  const given = optionNames.filter((name) => spec[name] !== undefined);
  const tooNew = given.some((name) => options[name].newer !== undefined)
    ? tooNewParts(spec, await engine.apiVersion(), engine.name)
    : [];
  const unmet = given.some((name) => options[name].needs !== undefined)
    ? unmetNeeds(spec, await engine.system.info(signal), engine.name)
    : [];
  const [first, ...others] = [...tooNew, ...unmet];
  if (first === undefined) return;
  const message = [first, ...others].map(({ reason }) => reason).join("\n");
  throw new UnsupportedOptionError(message, { property: first.property });
}

/** An option that a host cannot have. */
export interface Unsupported {
  readonly property: string;
  readonly reason: string;
}

/** Parts of a spec that an engine is too old for. */
export function tooNewParts(spec: ContainerSpec, apiVersion: string, host: string): readonly Unsupported[] {
  return optionNames.flatMap((name) =>
    (options[name].newer ?? [])
      .filter(({ since }) => compareApiVersions(apiVersion, since) < 0)
      .flatMap((newer) =>
        placesOf(name, spec[name], newer).map((property) => ({ property, since: newer.since })),
      )
      .map(({ property, since }) => ({
        property,
        reason:
          `${property} needs ${describeApiVersion(since)} or newer; the engine of ${host} has ` +
          `${describeApiVersion(apiVersion)}. Upgrade the engine, or leave the option out.`,
      })),
  );
}

/** Options of a spec that the kernel or the control groups of a host do not have. */
export function unmetNeeds(spec: ContainerSpec, info: EngineInfoJson, host: string): readonly Unsupported[] {
  return optionNames.flatMap((name) => {
    const { needs } = options[name];
    if (spec[name] === undefined || needs === undefined || needs.isMet(info)) return [];
    return [
      { property: name, reason: `${name} needs ${needs.what}; ${host} has not. Leave the option out.` },
    ];
  });
}

/** The places of a value where a part is given. */
function placesOf(name: string, value: unknown, { part }: NewerPart): readonly string[] {
  if (value === undefined || value === null) return [];
  if (part === "") return [name];
  const [, inList = "", key = ""] = /^(\[\]\.)?(.+)$/.exec(part) ?? [];
  if (inList === "") return has(value, key) ? [`${name}.${key}`] : [];
  const rows = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return rows.flatMap((row, index) => (has(row, key) ? [`${name}[${index}].${key}`] : []));
}

function has(value: unknown, key: string): boolean {
  const found =
    typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return found !== undefined && found !== null && found !== false;
}
