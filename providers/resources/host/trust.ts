import { recordOf } from "../../linux/added-registries";
import { insecureRegistries } from "../../linux/daemon-json";
import { applyDaemonSettings, readDaemonFile, type WantedSettings } from "../../linux/daemon-settings";
import type { EngineWishes } from "../../linux/engine";
import { engineService } from "../../linux/engine-service";
import type { Machine } from "../../linux/machine";
import { DAEMON_JSON } from "../../linux/paths";
import {
  type Authority,
  authorityOf,
  ensureAuthorities,
  trustedAuthorities,
} from "../../linux/registry-authorities";
import type { Context, HostConnection, Urn } from "../lifecycle";
import type { HostInputs, TrustedRegistry } from "./inputs";
import { answersOf } from "./machine";

/** What a host's engine shall be like, and what it was to be like by its former inputs. */
export function wishesOf(urn: Urn, inputs: HostInputs, formerInputs: HostInputs | undefined): EngineWishes {
  const formerly = formerInputs?.trustedRegistries ?? [];
  const insecure = insecureAddresses(inputs.trustedRegistries);
  const isAnyInsecure = [...insecure, ...insecureAddresses(formerly)].length > 0;
  const settings: WantedSettings = {
    wanted: inputs.daemon,
    formerlyWanted: formerInputs?.daemon ?? {},
    ...(isAnyInsecure ? { insecureRegistries: { wanted: insecure, record: recordOf(ownerOf(urn)) } } : {}),
  };
  const authorities = {
    wanted: authoritiesOf(urn, inputs.trustedRegistries),
    formerlyWanted: authoritiesOf(urn, formerly),
  };
  return { install: inputs.installEngine, settings, authorities };
}

/** Those of the registries that the engine does trust. */
export async function observeTrust(
  urn: Urn,
  machine: Machine,
  registries: readonly TrustedRegistry[],
): Promise<readonly TrustedRegistry[]> {
  if (registries.length === 0) return [];
  const authorities = await trustedAuthorities(machine, authoritiesOf(urn, registries));
  const isNeeded = insecureAddresses(registries).length > 0;
  const entries = isNeeded ? insecureRegistries((await readDaemonFile(machine)).settings) : [];
  const paths = new Set(authorities.map(({ path }) => path));
  return registries.filter((registry) => {
    const [authority] = authoritiesOf(urn, [registry]);
    return authority === undefined ? entries.includes(registry.address) : paths.has(authority.path);
  });
}

/** Makes the engine trust no longer what it trusted for this host's sake. */
export async function withdrawTrust(
  context: Context,
  host: HostConnection,
  machine: Machine,
  inputs: HostInputs,
): Promise<void> {
  const formerly = { ...inputs, daemon: {} };
  const { authorities, settings } = wishesOf(context.urn, { ...formerly, trustedRegistries: [] }, formerly);
  await ensureAuthorities(machine, authorities);
  const addresses = insecureAddresses(inputs.trustedRegistries);
  if (addresses.length === 0) return;
  const answers = answersOf(context, host);
  if (await answers()) {
    await applyDaemonSettings(machine, engineService(machine), answers, settings);
  } else {
    const what = `${addresses.join(", ")} in ${DAEMON_JSON}`;
    context.log("warning", `The engine of ${host.name} does not run; it keeps ${what}.`);
  }
}

function authoritiesOf(urn: Urn, registries: readonly TrustedRegistry[]): readonly Authority[] {
  return registries.flatMap(({ address, ca }) =>
    typeof ca === "string" ? [authorityOf(address, ca, ownerOf(urn))] : [],
  );
}

function ownerOf({ project, stack }: Urn): string {
  return `${project}-${stack}`;
}

function insecureAddresses(registries: readonly TrustedRegistry[]): readonly string[] {
  return registries.filter(({ insecure }) => insecure === true).map(({ address }) => address);
}
