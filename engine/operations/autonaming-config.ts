import { ConfigError } from "../project";
import type { Autonaming, Naming } from "../steps/autonaming";
import { parsePropertyPath } from "../values";
import type { StackConfiguration } from "./operation";

const key = "pulumi:autonaming";

/** What patterns are filled with, as far as it is the same for all resources. */
interface StackNames {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
}

/**
 * How the configuration wants physical names to be made up: `pulumi:autonaming`, with `mode`, or `pattern` and
 * `enforce`, for all; the same under `providers.<package>`; and under `resources.<type>` of these.
 *
 * @throws ConfigError for what it cannot be
 */
export function readAutonaming(configuration: StackConfiguration, names: StackNames): Autonaming | undefined {
  const text = configuration.values[key];
  if (text === undefined) return undefined;
  const reader = new Reader(configuration.values, names);
  const { providers, ...all } = mapOf(parse(text), key);
  const packages = Object.entries(mapOf(providers ?? {}, `${key}.providers`)).map(([name, given]) => {
    const path = `${key}.providers.${name}`;
    const { resources, ...ofPackage } = mapOf(given, path);
    const types = Object.entries(mapOf(resources ?? {}, `${path}.resources`)).map(([type, one]) => {
      const naming = reader.naming(mapOf(one, `${path}.resources.${type}`), `${path}.resources.${type}`);
      if (naming === undefined) throw wrong(`${path}.resources.${type}`, "has neither a mode nor a pattern");
      return [type, naming] as const;
    });
    return [name, { own: reader.naming(ofPackage, path), types: new Map(types) }] as const;
  });
  const ofAll = reader.naming(all, key) ?? { mode: "default" };
  return {
    all: ofAll,
    packages: new Map(packages.map(([name, { own, types }]) => [name, { all: own ?? ofAll, types }])),
  };
}

class Reader {
  constructor(
    private readonly values: StackConfiguration["values"],
    private readonly names: StackNames,
  ) {}

  /** Undefined where nothing is said. */
  naming({ mode, pattern, enforce, ...others }: Record<string, unknown>, path: string): Naming | undefined {
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw wrong(path, `has ${JSON.stringify(unknown)}, which is not known`);
    if (mode !== undefined && (pattern !== undefined || enforce !== undefined)) {
      throw wrong(path, "has a mode, and a pattern or enforce: give it one of the two");
    }
    if (pattern !== undefined) {
      if (typeof pattern !== "string") throw wrong(`${path}.pattern`, "is no text");
      if (enforce !== undefined && typeof enforce !== "boolean")
        throw wrong(`${path}.enforce`, "is no boolean");
      return { mode: "pattern", pattern: this.filled(pattern, path), enforce: enforce ?? false };
    }
    if (enforce !== undefined) throw wrong(path, "has enforce, and no pattern");
    if (mode === undefined || mode === "default" || mode === "verbatim" || mode === "disabled") {
      return mode && { mode };
    }
    throw wrong(`${path}.mode`, `is ${JSON.stringify(mode)}: default, verbatim or disabled was expected`);
  }

  /** The pattern with what concerns the whole stack in it. */
  private filled(pattern: string, path: string): string {
    const { organization, project, stack } = this.names;
    const known: Readonly<Record<string, string>> = { organization, project, stack };
    return pattern.replaceAll(
      /\$\{(organization|project|stack|config\.([^}]+))\}/g,
      (_all, word: string, name) => {
        if (known[word] !== undefined) return known[word];
        const value = this.configured(`${path}.pattern`, String(name));
        if (value === undefined) {
          throw wrong(
            `${path}.pattern`,
            `has \${${word}}, but the configuration has no ${project}:${String(name)}`,
          );
        }
        return value;
      },
    );
  }

  /** A value of the project's by its key, or by a path into the map or list that a key has. */
  private configured(where: string, text: string): string | undefined {
    const path = parsePropertyPath(text);
    const key = path?.[0];
    if (path === undefined || typeof key !== "string") {
      throw wrong(
        where,
        `has \${config.${text}}, which is no key and no path: key.name or key[0] was expected`,
      );
    }
    const value = this.values[`${this.names.project}:${key}`];
    if (value === undefined || path.length === 1) return value;
    const found = path.slice(1).reduce<unknown>(memberOf, parse(value));
    return found === undefined || typeof found === "string" ? found : JSON.stringify(found);
  }
}

function memberOf(value: unknown, element: string | number): unknown {
  const isFitting = Array.isArray(value) ? typeof element === "number" : typeof element === "string";
  if (!isFitting || typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, element) ? (value as Record<string | number, unknown>)[element] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function mapOf(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw wrong(path, "is no map");
}

function wrong(path: string, problem: string): ConfigError {
  return new ConfigError(`${path} in the stack's configuration ${problem}`);
}
