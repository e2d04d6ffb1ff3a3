/** The part of a package's schema that code is written by, as a provider's GetSchema tells it. */
export interface PackageSchema {
  readonly name: string;
  /** Whose package of npm it is, `@<namespace>/<name>`. @default pulumi */
  readonly namespace?: string;
  readonly meta?: { readonly moduleFormat?: string };
  readonly types?: Readonly<Record<string, TypeSpec & { readonly properties?: Properties }>>;
  readonly resources?: Readonly<Record<string, ResourceSpec>>;
  readonly language?: { readonly nodejs?: NodeLanguage };
}

export interface NodeLanguage {
  /** The package's name in npm. */
  readonly packageName?: string;
  /** Modules by what tokens call them. */
  readonly moduleToPackage?: Readonly<Record<string, string>>;
}

export interface ResourceSpec {
  readonly inputProperties?: Properties;
  /** Outputs. */
  readonly properties?: Properties;
}

export type Properties = Readonly<Record<string, PropertySpec>>;

export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly required?: readonly string[];
}

export interface PropertySpec extends TypeSpec {
  readonly secret?: boolean;
}

/** Reads a schema; undefined for what is none. */
export function readSchema(text: string): PackageSchema | undefined {
  try {
    const schema = JSON.parse(text) as Partial<PackageSchema> | null;
    return typeof schema?.name === "string" ? (schema as PackageSchema) : undefined;
  } catch {
    return undefined;
  }
}

/** The type that a specification refers to, if it is one of the package's own. */
export function referredType(schema: PackageSchema | undefined, spec: TypeSpec | undefined) {
  const token = spec?.$ref?.startsWith("#/types/") === true ? spec.$ref.slice("#/types/".length) : undefined;
  return token === undefined ? undefined : schema?.types?.[decodeURIComponent(token)];
}
