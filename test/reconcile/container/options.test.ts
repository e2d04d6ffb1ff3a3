import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { compareApiVersions } from "../../../providers/docker/api-version";
import type { EndpointJson } from "../../../providers/docker/container-json";
import { createRequest, draft } from "../../../providers/reconcile/container/desired";
import { optionNames, options } from "../../../providers/reconcile/container/options";
import type {
  ContainerSpec,
  Option,
  OptionName,
} from "../../../providers/reconcile/container/options/option";
import { exclusions } from "./exclusions";
import { desiredOf } from "./engine-echo";
import { examples } from "./examples";
import type { Example, Told } from "./examples/example";
import { parts } from "./examples/parts";

type Field = { readonly type: string; readonly since?: string; readonly until?: string };
const { versions, fields: apiFields } = JSON.parse(
  readFileSync(join(__dirname, "../../docker/api/create-fields.json"), "utf8"),
) as { readonly versions: readonly string[]; readonly fields: Readonly<Record<string, Field>> };
const OLDEST = "1.41";
const rows = Object.entries(options) as [OptionName, Option<unknown>][];
const samples = Object.entries(examples) as [OptionName, Example<OptionName>][];

/** The engine's create request, with what goes beside it. */
function told(spec: Partial<ContainerSpec>): Required<Pick<Told, "HostConfig" | "endpoint">> & Told {
  const { attachments, platform } = draft({ image: "web:1", ...spec });
  const [first] = attachments;
  assert(first !== undefined);
  const request = createRequest(desiredOf(spec), {
    operation: "create",
    first,
    inherited: [],
  });
  const endpoint = Object.assign({}, ...attachments.map((attachment) => attachment.endpoint)) as EndpointJson;
  return {
    ...without(request, "NetworkingConfig"),
    endpoint,
    ...(platform === undefined ? {} : { platform }),
  };
}

function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const rest = Object.entries(value).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(rest) as Omit<T, K>;
}

/** What a request has that another has not. */
function more<T extends object>(request: T, base: T): Partial<T> {
  const entries = Object.entries(request).filter(
    ([key, value]) => !isDeepStrictEqual(value, base[key as keyof T]),
  );
  return Object.fromEntries(entries) as Partial<T>;
}

/** What the engine is told because of one option. */
function toldOf(spec: Partial<ContainerSpec>, base: Partial<ContainerSpec>): Told {
  const [given, bare] = [told(spec), told(base)];
  const parts = {
    ...without(more(given, bare), "HostConfig", "endpoint", "Labels"),
    Labels: more(given.Labels ?? {}, bare.Labels ?? {}),
    HostConfig: more(given.HostConfig, bare.HostConfig),
    endpoint: more(given.endpoint, bare.endpoint),
  };
  const isEmpty = (value: unknown) => typeof value === "object" && Object.keys(value ?? {}).length === 0;
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => !isEmpty(value)));
}

/** The paths of a request's values, as the list of the API's fields names them. */
function pathsIn(value: unknown, path: string): readonly string[] {
  if (path in apiFields) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  const isMap = Object.keys(apiFields).some((field) => field.startsWith(`${path}{}`));
  return Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, isMap ? `${path}{}` : path === "" ? key : `${path}.${key}`),
  );
}

function pathsOf({ endpoint = {}, platform, ...request }: Told): readonly string[] {
  return [
    ...pathsIn(request, ""),
    ...pathsIn({ EndpointsConfig: { net: endpoint } }, "NetworkingConfig"),
    ...(platform === undefined ? [] : ["?platform"]),
  ];
}

/** The values of what the engine is told, by their field; rows of a list and entries of a map have the same fields. */
function valuesByField(value: unknown, field = "", found = new Map<string, string>()): Map<string, string> {
  if (typeof value !== "object" || value === null) {
    return found.set(field, `${found.get(field) ?? ""} ${JSON.stringify(value)}`);
  }
  for (const [key, item] of Object.entries(value)) {
    valuesByField(item, `${field}.${/^[A-Z]\w*$/.test(key) ? key : "*"}`, found);
  }
  return found;
}

/** What the examples say that the engine is told, by the option. */
const examplesOf = new Map(
  samples.map(([name, { told: first }]) => [
    name,
    [first, ...parts.filter((each) => each.name === name).map((each) => each.told)],
  ]),
);

/** Pairs of fields that have the same value wherever one of them is told. */
function alikeIn(all: readonly Told[]): readonly string[] {
  const told = all.map((each) => valuesByField(each));
  const fields = [...new Set(told.flatMap((each) => [...each.keys()]))];
  return fields.flatMap((one, index) =>
    fields
      .slice(index + 1)
      .filter((other) => told.every((each) => each.get(one) === each.get(other)))
      .map((other) => `${one} and ${other}`),
  );
}

/** Engines before and after API 1.44 take it in another place. */
const writtenTwice = ".MacAddress and .*.MacAddress";

/** Fields of other options that are written along. */
const writtenWith: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  memoryMiB: ["HostConfig.MemorySwap"],
  ports: ["ExposedPorts{}"],
  maxRetryCount: ["HostConfig.RestartPolicy.Name"],
  logOptions: ["HostConfig.LogConfig.Type"],
};

describe("the table of a container's options", () => {
  it("must have every field of the API, or the list of exclusions must say why not", () => {
    const mapped = rows.flatMap(([, { fields: own }]) => own);
    const excluded = exclusions.flatMap(({ fields: own }) => own);
    const known = new Set([...mapped, ...excluded, "Image", "?name"]);
    assert.deepEqual(
      Object.keys(apiFields).filter((field) => !known.has(field)),
      [],
    );
    assert.deepEqual(
      [...known].filter((field) => !(field in apiFields)),
      [],
    );
    assert.deepEqual(
      excluded.filter((field) => mapped.includes(field)),
      [],
    );
  });

  it("must have no more than ten exclusions, each with its reason", () => {
    assert(exclusions.length <= 10);
    assert.deepEqual(
      exclusions.filter(({ reason }) => reason.length < 20),
      [],
    );
  });

  it("must say of every field that the oldest engines lack since when it is there", () => {
    assert(versions.includes(OLDEST));
    for (const [name, { fields: own, newer = [] }] of rows) {
      const late = own.filter((field) => compareApiVersions(apiFields[field]?.since ?? OLDEST, OLDEST) > 0);
      assert.deepEqual(
        newer.map(({ field, since }) => [field, since]).sort(),
        late.map((field) => [field, apiFields[field]?.since]).sort(),
        name,
      );
    }
  });

  for (const [name, example] of samples) {
    const beside = example.beside ?? {};
    const values = [...example.values, ...(example.also ?? []), ...Object.values(example.newer ?? {})].filter(
      (value) => value !== undefined,
    );

    it(`must tell the engine of ${name} in the API's words`, () => {
      assert.deepEqual(toldOf({ ...beside, [name]: example.values[0] }, beside), example.told);
    });

    it(`must name the fields of ${name}, and no others`, () => {
      const written = values.flatMap((value) => pathsOf(toldOf({ ...beside, [name]: value }, beside)));
      const implied = writtenWith[name] ?? [];
      const unwritten = ["MacAddress"];
      const own = options[name].fields.filter((field) => !unwritten.includes(field));
      const others = written.filter((field) => !implied.includes(field) && !unwritten.includes(field));
      assert.deepEqual([...new Set(others)].sort(), [...own].sort());
    });

    it(`must have a value of each part of ${name} that older engines lack`, () => {
      const parts = (options[name].newer ?? []).map(({ part }) => part);
      assert.deepEqual(Object.keys(example.newer ?? {}).sort(), [...parts].sort());
    });
  }

  it("must have an example of every option but the image", () => {
    assert.deepEqual(Object.keys(examples).sort(), optionNames.filter((name) => name !== "image").sort());
  });

  for (const { name, value, told: expected } of parts) {
    it(`must tell the engine of parts of ${name} in the API's words: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(toldOf({ [name]: value }, {}), expected);
    });
  }

  it("must have an example that tells the engine of each field", () => {
    const told = new Set([...examplesOf.values()].flat().flatMap(pathsOf));
    const untold = rows.filter(([name]) => name !== "image").flatMap(([, { fields: own }]) => own);
    assert.deepEqual(
      untold.filter((field) => !told.has(field)),
      [],
    );
  });

  it("must have examples that tell any two fields of the API apart, were they swapped", () => {
    for (const [name, own] of [...examplesOf, ["all", [...examplesOf.values()].flat()]] as const) {
      const alike = alikeIn(own).filter((pair) => pair !== writtenTwice);
      assert.deepEqual(alike, [], name);
    }
  });
});
