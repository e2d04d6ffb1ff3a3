import type { ContainerFacts } from "../observe";
import { flag } from "./fields";
import type { OptionOf } from "./option";
import { portRange, portsOf } from "./port-range";

export const exposedPorts: OptionOf<"exposedPorts"> = {
  fields: ["ExposedPorts{}"],
  default: "the image's, and those that are published",
  inPlace: "no",
  refusal: /exposed port|invalid port/i,
  write: (value, { request }) => {
    const exposed = value.flatMap(singles).map((port) => [port, {}] as const);
    request.ExposedPorts = { ...request.ExposedPorts, ...Object.fromEntries(exposed) };
  },
  read: (facts, { image }) => {
    const implied = [...Object.keys(image?.ExposedPorts ?? {}), ...published(facts)].flatMap(singles);
    return exposedBy(facts).filter((port) => !implied.includes(port));
  },
  unset: () => [],
  canonical: (value) => [...new Set(value.flatMap(singles))].sort(),
  same: (wanted = [], found = [], { facts, defaults, formerly }) => {
    const present = exposedBy(facts);
    const asked = wanted.flatMap(singles);
    const before = (formerly?.exposedPorts ?? []).flatMap(singles);
    // Without the image nobody can tell which ones it exposes.
    const extra = found.filter(
      (port) => !asked.includes(port) && (defaults.image !== undefined || before.includes(port)),
    );
    return asked.every((port) => present.includes(port)) && extra.length === 0;
  },
};

export const publishAllPorts: OptionOf<"publishAllPorts"> = flag("PublishAllPorts");

/** `80-81` as `80/tcp` and `81/tcp`. */
function singles(text: string): readonly string[] {
  const [ports = "", protocol = "tcp"] = text.split("/");
  const range = portRange(ports);
  return range === undefined ? [text] : portsOf(range).map((port) => `${port}/${protocol}`);
}

function exposedBy({ config }: ContainerFacts): readonly string[] {
  return Object.keys(config.ExposedPorts ?? {}).flatMap(singles);
}

function published({ hostConfig }: ContainerFacts): readonly string[] {
  return Object.keys(hostConfig.PortBindings ?? {});
}
