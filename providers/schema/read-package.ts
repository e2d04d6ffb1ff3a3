import { basename, dirname, join } from "node:path";
import * as ts from "typescript";
import { typeDoc } from "./doc";
import { interfaceNamed, programOf } from "./find-interface";
import type { FunctionSpec, PackageSpec, PropertySpec, ResourceSpec } from "./package-spec";
import { propertySpec } from "./property";
import { TypeReader, enumName, tokenOf } from "./read-types";
import { SourceError } from "./source-error";

/** What package.json says of the package. */
export interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
}

/**
 * The package's schema, read from its sources: a resource for each exported class that extends
 * `pulumi.CustomResource`, with the interface of its name and `Args` as inputs and its `declare`d outputs; and a
 * function for each one that is exported and asks the provider, with the interfaces of its name and `Args` or `Result`.
 * @param index path of sdk/index.ts
 * @throws SourceError naming file, interface and property of what has no place in the schema
 */
export function readPackage(index: string, manifest: Manifest): PackageSpec {
  const program = programOf(index);
  // A noun that outgrows one file has a folder.
  const files = program.getSourceFiles().filter((file) => file.fileName.startsWith(`${dirname(index)}/`));
  const statements = files.flatMap((file) => [...file.statements]);
  const reader = new TypeReader(program.getTypeChecker());

  const resources = statements.filter(isNoun).map((noun) => resourceSpec(reader, statements, noun));
  const functions = statements.filter(isFunction).map((each) => functionSpec(reader, statements, each));
  const provider = reader.interfaceSpec(interfaceNamed(statements, "ProviderArgs", index));

  return {
    name: "moorage",
    displayName: "Moorage",
    version: manifest.version,
    description: manifest.description,
    license: manifest.license,
    keywords: [...manifest.keywords],
    meta: { moduleFormat: "(.*)" },
    // Without it, code that an import writes would take the package from @pulumi/moorage.
    language: { nodejs: { packageName: "moorage" } },
    config: { variables: provider.properties },
    types: Object.fromEntries([...reader.types].sort(byToken)),
    provider: {
      description: provider.description ?? "",
      inputProperties: provider.properties,
      requiredInputs: provider.required,
    },
    resources: Object.fromEntries(resources.sort(byToken)),
    functions: Object.fromEntries(functions.sort(byToken)),
  };
}

/** Path of the SDK's entry, from a file of this folder. */
export const sdkIndex = join(__dirname, "..", "..", "sdk", "index.ts");

type Noun = ts.ClassDeclaration & { readonly name: ts.Identifier };

function isNoun(statement: ts.Statement): statement is Noun {
  return (
    ts.isClassDeclaration(statement) &&
    statement.name !== undefined &&
    (statement.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
    (statement.heritageClauses ?? []).some(
      ({ types }) => types[0]?.expression.getText() === "pulumi.CustomResource",
    )
  );
}

function resourceSpec(
  reader: TypeReader,
  statements: readonly ts.Statement[],
  noun: Noun,
): readonly [string, ResourceSpec] {
  const name = noun.name.text;
  if (!noun.getText().includes(`token("${name}")`)) {
    throw new SourceError(noun, name, `does not register itself as token("${name}")`);
  }
  const inputs = reader.interfaceSpec(
    interfaceNamed(statements, `${name}Args`, basename(noun.getSourceFile().fileName)),
  );
  const properties: Record<string, PropertySpec> = {};
  const required: string[] = [];
  for (const member of noun.members) {
    if (!ts.isPropertyDeclaration(member) || member.type === undefined || !ts.isIdentifier(member.name))
      continue;
    const owner = `${name}.${member.name.text}`;
    const { type, isOptional } = outputType(member.type, owner);
    properties[member.name.text] = propertySpec(
      member,
      owner,
      reader.typeSpec(type, owner, enumName(name, member.name.text)),
    );
    if (!isOptional) required.push(member.name.text);
  }
  const spec = {
    description: typeDoc(noun, name),
    properties,
    required,
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
  };
  return [tokenOf(name), spec];
}

type ProviderFunction = ts.FunctionDeclaration & { readonly name: ts.Identifier };

/** Its other form, `…Output`, asks by `invokeOutput`, and is the same function to the provider. */
function isFunction(statement: ts.Statement): statement is ProviderFunction {
  return (
    ts.isFunctionDeclaration(statement) &&
    statement.name !== undefined &&
    (statement.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) &&
    statement.getText().includes("pulumi.runtime.invoke(")
  );
}

function functionSpec(
  reader: TypeReader,
  statements: readonly ts.Statement[],
  declaration: ProviderFunction,
): readonly [string, FunctionSpec] {
  const name = declaration.name.text;
  if (!declaration.getText().includes(`token("${name}")`)) {
    throw new SourceError(declaration, name, `does not ask for token("${name}")`);
  }
  const where = basename(declaration.getSourceFile().fileName);
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const spec = {
    description: typeDoc(declaration, name),
    inputs: reader.interfaceSpec(interfaceNamed(statements, `${type}Args`, where)),
    outputs: reader.interfaceSpec(interfaceNamed(statements, `${type}Result`, where)),
  };
  return [tokenOf(name), spec];
}

/** The `T` of `pulumi.Output<T>` or `pulumi.Output<T | undefined>`. */
function outputType(node: ts.TypeNode, owner: string): { type: ts.TypeNode; isOptional: boolean } {
  const inner =
    ts.isTypeReferenceNode(node) && node.typeName.getText() === "pulumi.Output"
      ? node.typeArguments?.[0]
      : undefined;
  if (inner === undefined)
    throw new SourceError(node, owner, `an output must be a pulumi.Output, not ${node.getText()}`);
  if (!ts.isUnionTypeNode(inner)) return { type: inner, isOptional: false };
  const [type, other, ...more] = inner.types;
  if (type === undefined || other?.kind !== ts.SyntaxKind.UndefinedKeyword || more.length > 0) {
    throw new SourceError(node, owner, `the output type ${inner.getText()} has no place in the schema`);
  }
  return { type, isOptional: true };
}

function byToken(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
