import { EngineError } from "../errors";
import { withPluginChoice } from "../plugins/provider-inputs";
import { formatProviderReference } from "../provider-reference";
import { deniedDefaultProvider } from "../plugins/denied-provider";
import { buildUrn, providerType } from "../urn";
import type { DeploymentOptions } from "./deployment";
import type { Goal, ProviderRequest, Registered } from "./goal";

/** Registers default providers, each at its first use. */
export class DefaultProviders {
  readonly #references = new Map<string, Promise<string>>();

  constructor(
    private readonly options: DeploymentOptions,
    private readonly register: (goal: Goal) => Promise<Registered>,
  ) {}

  /** The reference of the default provider that this request gets. */
  reference(request: ProviderRequest): Promise<string> {
    const complete = this.#complete(request);
    if (this.#isDenied(complete.package)) return Promise.resolve(deniedReference(complete.package));
    const key = keyOf(complete);
    const known = this.#references.get(key);
    if (known) return known;
    const reference = this.register(this.#goal(complete)).then(formatProviderReference);
    this.#references.set(key, reference);
    return reference;
  }

  /** The goal of a package's default provider, in the form that the state has it. */
  #goal(request: ProviderRequest): Goal {
    const { parameterization, version, pluginDownloadUrl } = request;
    const inputs = withPluginChoice(this.options.packageConfig(request.package), {
      version,
      pluginDownloadUrl,
      parameterization,
    });
    return {
      type: providerType(request.package),
      name: defaultProviderName(request),
      custom: true,
      inputs,
      provider: "",
      dependencies: [],
      propertyDependencies: {},
    };
  }

  #complete(request: ProviderRequest): ProviderRequest {
    const known = this.options.defaultProviders?.[request.package];
    return {
      ...request,
      version: request.version ?? known?.version,
      pluginDownloadUrl: (request.pluginDownloadUrl || known?.pluginDownloadUrl)?.replace(/\/$/, ""),
    };
  }

  #isDenied(packageName: string): boolean {
    const text = this.options.packageConfig("pulumi")["disable-default-providers"];
    if (packageName === "pulumi" || text === undefined || text === "") return false;
    const names = typeof text === "string" ? parseJson(text) : undefined;
    if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
      throw new EngineError("pulumi:disable-default-providers must be a JSON list of package names");
    }
    return names.some((name) => name.trim() === "*" || name.trim() === packageName);
  }
}

/** The name of a default provider's resource: it tells the version apart. */
export function defaultProviderName({ version, pluginDownloadUrl }: ProviderRequest): string {
  const parts = ["default"];
  if (version) {
    const [core = "", build] = version.split("+", 2);
    const [numbers = "", ...pre] = core.split("-");
    const tail = pre.length > 0 ? pre.join("-").split(".") : [];
    parts.push(...numbers.split("."), ...tail, ...(build ? build.split(".") : []));
  }
  if (pluginDownloadUrl) parts.push(qualifiedName(pluginDownloadUrl));
  return parts.join("_");
}

function qualifiedName(text: string): string {
  const segments = text.split("/").filter((segment) => segment !== "");
  const legal = segments.map((segment) =>
    segment.replace(/^[^A-Za-z0-9_.-]/, "_").replace(/(?!^)[^A-Za-z0-9_.-]/g, "_"),
  );
  return legal.join("/") || "_";
}

function keyOf({ package: name, version = "", pluginDownloadUrl = "" }: ProviderRequest): string {
  return JSON.stringify([name, version, pluginDownloadUrl]);
}

function deniedReference(packageName: string): string {
  const type = providerType("denied");
  const urn = buildUrn({ stack: "denied", project: "denied", parentType: "denied", type, name: packageName });
  return formatProviderReference({ urn, id: deniedDefaultProvider });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
