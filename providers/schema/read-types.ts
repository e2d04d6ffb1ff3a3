import * as ts from "typescript";
import { typeDoc } from "./doc";
import { anyType, typeReference, type EnumSpec, type ObjectSpec, type TypeSpec } from "./package-spec";
import { propertySpec } from "./property";
import { SourceError } from "./source-error";

/** Type token of a resource or a type of this package. */
export function tokenOf(name: string): string {
  return `moorage:index:${name}`;
}

/** What stands in the provider's bag in place of a resource; `lower` of sdk/link.ts does the same at run time. */
const lowered = new Map<string, TypeSpec>([
  ["Host", { $ref: typeReference(tokenOf("HostLink")) }],
  ["Image", { type: "string" }],
  ["Network", { type: "string" }],
  ["Registry", { $ref: typeReference(tokenOf("RegistryLink")) }],
  ["Volume", { type: "string" }],
]);

const keywords = new Map<ts.SyntaxKind, TypeSpec>([
  [ts.SyntaxKind.StringKeyword, { type: "string" }],
  [ts.SyntaxKind.NumberKeyword, { type: "number" }],
  [ts.SyntaxKind.BooleanKeyword, { type: "boolean" }],
  [ts.SyntaxKind.UnknownKeyword, { $ref: anyType }],
]);

/** Reads types of the SDK's sources as types of the schema, and collects the named ones that it meets. */
export class TypeReader {
  readonly types = new Map<string, ObjectSpec | EnumSpec>();
  private readonly checker: ts.TypeChecker;
  private readonly origins = new Map<string, ts.InterfaceDeclaration>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  /** Properties of an interface, those without `?` as required. */
  interfaceSpec(declaration: ts.InterfaceDeclaration): ObjectSpec {
    const properties: Record<string, ReturnType<typeof propertySpec>> = {};
    const required: string[] = [];
    for (const { member, owner } of this.members(declaration)) {
      if (!ts.isPropertySignature(member) || member.type === undefined || !ts.isIdentifier(member.name)) {
        throw new SourceError(member, owner, "only plain properties with a type have a place in the schema");
      }
      const name = member.name.text;
      const path = `${owner}.${name}`;
      properties[name] = propertySpec(member, path, this.typeSpec(member.type, path, enumName(owner, name)));
      if (member.questionToken === undefined) required.push(name);
    }
    return {
      type: "object",
      description: typeDoc(declaration, declaration.name.text),
      properties,
      required,
    };
  }

  /** What an interface consists of, each with the name of the interface that declares it. */
  protected members(declaration: ts.InterfaceDeclaration): { member: ts.TypeElement; owner: string }[] {
    const owner = declaration.name.text;
    if (declaration.heritageClauses !== undefined || declaration.typeParameters !== undefined) {
      throw new SourceError(declaration, owner, "must neither extend another interface nor be generic");
    }
    return declaration.members.map((member) => ({ member, owner }));
  }

  /** What stands in the place of a resource. */
  protected noun(name: string): TypeSpec | undefined {
    return lowered.get(name);
  }

  /**
   * The type of a property.
   * @param owner for messages: `ContainerArgs.ports`
   * @param enumeration name of the type that a union of string literals becomes
   * @throws SourceError on a type outside of the subset that the schema can say
   */
  typeSpec(node: ts.TypeNode, owner: string, enumeration: string): TypeSpec {
    const keyword = keywords.get(node.kind);
    if (keyword !== undefined) return keyword;
    if (ts.isParenthesizedTypeNode(node)) return this.typeSpec(node.type, owner, enumeration);
    if (ts.isArrayTypeNode(node)) {
      return { type: "array", items: this.typeSpec(node.elementType, owner, enumeration) };
    }
    if (ts.isUnionTypeNode(node)) return this.union(node, owner, enumeration);
    // What it must look like is said to the schema by @pattern.
    if (ts.isTemplateLiteralTypeNode(node)) return { type: "string" };
    if (ts.isTypeReferenceNode(node)) return this.reference(node, owner, enumeration);
    throw new SourceError(node, owner, `the type ${node.getText()} has no place in the schema`);
  }

  protected union(node: ts.UnionTypeNode, owner: string, enumeration: string): TypeSpec {
    const literals = node.types.flatMap((type) =>
      ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [],
    );
    if (literals.length === node.types.length) {
      const token = tokenOf(enumeration);
      this.types.set(token, { type: "string", enum: literals.map((value) => ({ value })) });
      return { $ref: typeReference(token) };
    }
    // A word beside a resource is short for what the resource's class makes of it.
    const others = node.types.filter(
      (type) => !(ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)),
    );
    const alternatives = others.map((type) => this.typeSpec(type, owner, enumeration));
    if (alternatives.map(({ type }) => type).join() === "number,string") return { oneOf: alternatives };
    const [first, second, ...more] = alternatives;
    if (first === undefined || more.length > 0 || JSON.stringify(first) !== JSON.stringify(second)) {
      throw new SourceError(
        node,
        owner,
        `the union ${node.getText()} has no place in the schema: only string literals, \`number | string\`, or a resource beside what stands for it`,
      );
    }
    return first;
  }

  protected reference(node: ts.TypeReferenceNode, owner: string, enumeration: string): TypeSpec {
    const name = node.typeName.getText();
    const [first, second] = node.typeArguments ?? [];
    if ((name === "pulumi.Input" || name === "pulumi.Output") && first !== undefined) {
      return this.typeSpec(first, owner, enumeration);
    }
    if (name === "Record" && first?.kind === ts.SyntaxKind.StringKeyword && second !== undefined) {
      return { type: "object", additionalProperties: this.typeSpec(second, owner, enumeration) };
    }
    const declaration = this.declaration(node.typeName);
    if (declaration !== undefined && ts.isClassDeclaration(declaration)) {
      const stand = this.noun(name);
      if (stand !== undefined) return stand;
    }
    if (declaration !== undefined && ts.isInterfaceDeclaration(declaration)) {
      return this.named(declaration, owner);
    }
    throw new SourceError(node, owner, `the type ${node.getText()} has no place in the schema`);
  }

  private named(declaration: ts.InterfaceDeclaration, owner: string): TypeSpec {
    const token = tokenOf(typeName(declaration.name.text));
    const origin = this.origins.get(token);
    if (origin === undefined) {
      this.origins.set(token, declaration);
      this.types.set(token, this.interfaceSpec(declaration));
    } else if (origin !== declaration) {
      // What the user writes and what a link carries may be one type, as long as they say the same.
      const other = this.interfaceSpec(declaration);
      if (JSON.stringify(other) !== JSON.stringify(this.types.get(token))) {
        throw new SourceError(declaration, owner, `${origin.name.text} is ${token} too, but differs`);
      }
    }
    return { $ref: typeReference(token) };
  }

  /** Where a type is declared in the SDK's own sources. */
  protected declaration(name: ts.Node): ts.Declaration | undefined {
    const symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined) return undefined;
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    const [declaration] = target.declarations ?? [];
    return declaration?.getSourceFile().isDeclarationFile === false ? declaration : undefined;
  }
}

/** Generated SDKs add `Args` by themselves. */
function typeName(interfaceName: string): string {
  return interfaceName.replace(/Args$/, "");
}

/** Name of the type that a union of string literals becomes: `PortArgs.protocol` is `PortProtocol`. */
export function enumName(owner: string, property: string): string {
  return typeName(owner) + property.charAt(0).toUpperCase() + property.slice(1);
}
