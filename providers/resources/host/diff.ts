import type { Bag, Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { DiffRequest, DiffResult } from "../lifecycle";
import { valueDifferences } from "../value-differences";
import { trustDifferences } from "./trust-differences";

type Values = Readonly<Record<string, Value>>;

/** Left out or written down, these are the same. */
const DEFAULTS: Values = {
  local: false,
  socketPath: "/var/run/docker.sock",
  installEngine: true,
  daemon: {},
  trustedRegistries: [],
  removeEngineOnDelete: false,
  installTimeoutSeconds: 900,
};
const CONNECTION_DEFAULTS: Values = {
  port: 22,
  user: "root",
  hostKeyPolicy: "accept-new",
  jumpHosts: [],
  dialTimeoutSeconds: 120,
};

/** Another machine replaces the host; another way to the same one does not. */
const REPLACING: ReadonlySet<string> = new Set(["machine", "local"]);

/** What changes on a host, and whether that makes it another one. */
export function diffHost({ oldInputs, news }: DiffRequest): DiffResult {
  const { trustedRegistries: formerly, ...olds } = settled(oldInputs);
  const { trustedRegistries: now, ...others } = settled(news);
  const found = [...valueDifferences([], olds, others, true), ...trustDifferences(formerly, now)];
  const differences = found.map((difference) => ({
    ...difference,
    replaces: REPLACING.has(String(difference.path[0])),
  }));
  return { differences, deleteBeforeReplace: false };
}

function settled({ values }: Bag): Values {
  const connection = values["connection"];
  const isKnown = isRecord(connection);
  return {
    ...DEFAULTS,
    ...given(values),
    ...(isKnown ? { connection: { ...CONNECTION_DEFAULTS, ...given(connection) } } : {}),
  };
}

function given(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
