import type { ResourceState } from "../state/resource-state";
import type { Urn } from "../urn";
import {
  isPropertyMap,
  propertyOf,
  unwrapSecrets,
  valuesEqual,
  type PropertyMap,
  type PropertyValue,
} from "../values";
import type { PackageSchema, TypeSpec } from "./package-schema";

/** An output of a resource, in the place of a value that is the same. */
export interface Reference {
  readonly urn: Urn;
  /** What of the resource: `.id`. */
  readonly property: string;
}

/** What of a resource others are likely to be told by, beside its id. As Pulumi's CLI has it. */
const TELLING = ["name", "arn"];

/** Which outputs of resources the inputs of others repeat. */
export class References {
  readonly #texts = new Map<string, Reference[]>();

  /**
   * @param written resources that code is written for
   * @param others what else the stack has
   */
  constructor(
    written: readonly ResourceState[],
    private readonly others: readonly ResourceState[],
    private readonly schemaOf: (state: ResourceState) => PackageSchema | undefined,
  ) {
    for (const { id, outputs, urn } of written) {
      this.#add(id, { urn, property: ".id" });
      for (const name of TELLING) {
        const value = unwrapSecrets(propertyOf(outputs, name) ?? null);
        if (typeof value === "string" && value !== id) this.#add(value, { urn, property: `.${name}` });
      }
    }
  }

  /** The one resource that code is written for and that a text is the id or name of. */
  toText(text: string, from: Urn): Reference | undefined {
    const found = (this.#texts.get(text) ?? []).filter(({ urn }) => urn !== from);
    return found.length === 1 ? found[0] : undefined;
  }

  /** A resource of the stack with an output of the same type, such as a link, that says all that a map says, too. */
  toMap(map: PropertyMap, spec: TypeSpec | undefined): Reference | undefined {
    if (spec?.$ref === undefined) return undefined;
    for (const state of this.others) {
      for (const [name, { $ref }] of Object.entries(
        this.schemaOf(state)?.resources?.[state.type]?.properties ?? {},
      )) {
        const output = unwrapSecrets(propertyOf(state.outputs, name) ?? null);
        if ($ref !== spec.$ref || !isPropertyMap(output) || !isPart(map, output)) continue;
        return { urn: state.urn, property: `.${name}` };
      }
    }
    return undefined;
  }

  #add(text: string, reference: Reference): void {
    if (text !== "") this.#texts.set(text, [...(this.#texts.get(text) ?? []), reference]);
  }
}

function isPart(part: PropertyMap, whole: PropertyMap): boolean {
  const said = Object.entries(part);
  const isSame = (key: string, value: PropertyValue) =>
    valuesEqual(unwrapSecrets(value), propertyOf(whole, key) ?? null);
  return said.length > 0 && said.every(([key, value]) => isSame(key, value));
}
