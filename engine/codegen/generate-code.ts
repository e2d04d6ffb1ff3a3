import { parseProviderReference } from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import { packageOfType, parseUrn, rootStackType, type Urn } from "../urn";
import { bracketed } from "./layout";
import { classOf, Names, packageImport } from "./names";
import { readSchema, type PackageSchema } from "./package-schema";
import { References, type Reference } from "./references";
import { SecretValues, type SecretValue } from "./secret-values";
import { ValueWriter } from "./value-writer";

/** What code is written from. */
export interface CodeRequest {
  /** The resources that the code declares. */
  readonly resources: readonly ResourceState[];
  /** All that the stack has. */
  readonly state: readonly ResourceState[];
  /** Schemas of packages, as their providers tell them. */
  readonly schemas: Readonly<Record<string, string>>;
  /** What the program calls resources. @default their names, as variables are written */
  readonly variables?: Readonly<Record<Urn, string>> | undefined;
}

/** A program in TypeScript, or a part of one. */
export interface GeneratedCode {
  readonly text: string;
  /** What the code asks of the stack's configuration. No secret is in the text. */
  readonly secrets: readonly SecretValue[];
}

/** Writes declarations for resources whose inputs are in the state, so that the program has them, too. */
export function generateCode(request: CodeRequest): GeneratedCode {
  return new CodeGenerator(request).generate();
}

class CodeGenerator {
  readonly #schemas: Readonly<Record<string, PackageSchema | undefined>>;
  readonly #names = new Names();
  readonly #variables = new Map<Urn, string>();
  readonly #written: ReadonlyMap<Urn, ResourceState>;
  /** Those of the program that code refers to. */
  readonly #presumed = new Set<Urn>();
  /** Packages that code uses. */
  readonly #used = new Set<PackageSchema>();
  readonly #begun = new Set<Urn>();
  readonly #declared = new Set<Urn>();
  readonly #parts: string[] = [];
  readonly #secrets = new SecretValues();
  readonly #references: References;

  constructor(private readonly request: CodeRequest) {
    const { resources, schemas, state, variables = {} } = request;
    this.#schemas = Object.fromEntries(
      Object.entries(schemas).map(([name, text]) => [name, readSchema(text)]),
    );
    for (const schema of Object.values(this.#schemas))
      if (schema) this.#names.take(packageImport(schema).alias);
    for (const [urn, name] of Object.entries(variables)) this.#variables.set(urn, this.#names.variable(name));
    this.#written = new Map(resources.map((resource) => [resource.urn, resource]));
    const schemaOf = ({ type }: ResourceState) => this.#schemas[packageOfType(type)];
    this.#references = new References(
      resources,
      state.filter(({ delete: isOld }) => !isOld),
      schemaOf,
    );
  }

  generate(): GeneratedCode {
    for (const state of this.request.resources) this.#declare(state);
    const { found } = this.#secrets;
    const usesPulumi = found.length > 0 || this.#parts.some((part) => part.includes("pulumi.asset."));
    const imports = [
      ...(usesPulumi ? [{ alias: "pulumi", module: "@pulumi/pulumi" }] : []),
      ...[...this.#used].map(packageImport),
    ].map(({ alias, module }) => `import * as ${alias} from ${JSON.stringify(module)};\n`);
    const config = found.length === 0 ? "" : "const config = new pulumi.Config();\n";
    const text = [imports.join(""), config, this.#presumption(), ...this.#parts];
    return { text: text.filter((part) => part !== "").join("\n"), secrets: found };
  }

  /** Writes a resource once what it refers to is written. Of those that refer to each other the last one has values. */
  #declare(state: ResourceState): void {
    const { type, urn } = state;
    if (this.#begun.has(urn)) return;
    this.#begun.add(urn);
    const schema = this.#schemas[packageOfType(type)];
    const spec = schema?.resources?.[type];
    const name = JSON.stringify(parseUrn(urn).name);
    if (schema === undefined || spec === undefined) {
      this.#parts.push(`// ${type} ${name}: its provider's schema does not say how it is declared.\n`);
      return;
    }
    const variable = this.#variableOf(urn);
    const values = new ValueWriter(schema, this.#secrets, {
      text: (text) => this.#refer(this.#references.toText(text, urn)),
      map: (map, type) => this.#refer(this.#references.toMap(map, type)),
    });
    this.#used.add(schema);
    const args = values.properties(state.inputs, spec.inputProperties ?? {}, [variable]);
    const options = this.#options(state);
    const words = [name, args, ...(options.length === 0 ? [] : [bracketed("{", options)])];
    const declared = `new ${packageImport(schema).alias}.${classOf(type, schema)}(${words.join(", ")})`;
    this.#parts.push(`const ${variable} = ${declared};\n`);
    this.#declared.add(urn);
  }

  #options({ parent, protect, provider, retainOnDelete }: ResourceState): string[] {
    const { urn: providerUrn } = provider === "" ? { urn: "" } : parseProviderReference(provider);
    const isExplicit = providerUrn !== "" && !/^default(_|$)/.test(parseUrn(providerUrn).name);
    const hasParent = parent !== "" && parent !== undefined && parseUrn(parent).type !== rootStackType;
    return [
      ...(hasParent ? [`parent: ${this.#resource(parent)}`] : []),
      ...(isExplicit ? [`provider: ${this.#resource(providerUrn)}`] : []),
      ...(protect ? ["protect: true"] : []),
      ...(retainOnDelete ? ["retainOnDelete: true"] : []),
    ];
  }

  #resource(urn: Urn): string {
    return this.#refer({ urn, property: "" }) ?? this.#variableOf(urn);
  }

  #refer(reference: Reference | undefined): string | undefined {
    if (reference === undefined) return undefined;
    const { property, urn } = reference;
    const written = this.#written.get(urn);
    if (written !== undefined) this.#declare(written);
    else this.#presumed.add(urn);
    // What is under way refers to this one: one of the two has to say the value.
    const isDeclared = written === undefined || this.#declared.has(urn);
    return isDeclared ? this.#variableOf(urn) + property : undefined;
  }

  #variableOf(urn: Urn): string {
    const known = this.#variables.get(urn);
    if (known !== undefined) return known;
    const variable = this.#names.variable(parseUrn(urn).name);
    this.#variables.set(urn, variable);
    return variable;
  }

  #presumption(): string {
    const lines = [...this.#presumed].map((urn) => {
      const { name, type } = parseUrn(urn);
      return `// ${this.#variableOf(urn)} is what the program calls its ${type} ${JSON.stringify(name)}.\n`;
    });
    return lines.join("");
  }
}
