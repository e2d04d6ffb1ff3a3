import { join } from "node:path";
import * as ts from "typescript";
import { findInterface } from "./find-interface";
import type { TypeSpec } from "./package-spec";
import { TypeReader } from "./read-types";
import { SourceError } from "./source-error";
import { jsonSchema, type JsonSchema } from "./json-schema";

/**
 * The JSON schema of stack files, read from the interface `StackFile` and those that it is made of.
 * @param file path of sdk/stack-file/stack-file.ts
 */
export function readStackFile(file: string): JsonSchema {
  const { declaration, checker } = findInterface(file, "StackFile");
  const reader = new StackFileReader(checker);
  const spec = reader.interfaceSpec(declaration);
  return jsonSchema(spec, reader.types, { title: "A stack file of Moorage", isInterpolated: true });
}

/** Path of the stack file's types, from a file of this folder. */
export const stackFileSource = join(__dirname, "..", "..", "sdk", "stack-file", "stack-file.ts");

/**
 * Reads what a stack file is made of: interfaces that extend `Omit<…>` and `ByName<…>` of others, and names in the
 * place of resources.
 */
class StackFileReader extends TypeReader {
  protected override members(
    declaration: ts.InterfaceDeclaration,
  ): { member: ts.TypeElement; owner: string }[] {
    const owner = declaration.name.text;
    const own = declaration.members.map((member) => ({ member, owner }));
    const inherited = (declaration.heritageClauses ?? [])
      .flatMap(({ types }) => types)
      .flatMap((type) => this.membersOf(type));
    const names = new Set(own.map(({ member }) => nameOf(member)));
    return [...inherited.filter(({ member }) => !names.has(nameOf(member))), ...own];
  }

  /** A resource is there by its name. */
  protected override noun(name: string): TypeSpec {
    return { type: "string", names: [name] };
  }

  protected override union(node: ts.UnionTypeNode, owner: string, enumeration: string): TypeSpec {
    const nouns = node.types.flatMap((type) => this.nounIn(type));
    if (nouns.length > 0) {
      const words = node.types.flatMap((type) =>
        ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [],
      );
      return { type: "string", names: nouns, ...(words.length === 0 ? {} : { words }) };
    }
    return super.union(node, owner, enumeration);
  }

  protected override reference(node: ts.TypeReferenceNode, owner: string, enumeration: string): TypeSpec {
    const [first] = node.typeArguments ?? [];
    const name = node.typeName.getText();
    if (name === "NameOf" && first !== undefined) {
      return { type: "string", names: first.getText().split(/\s*\|\s*/) };
    }
    return super.reference(node, owner, enumeration);
  }

  /** The resource that a type is, or is a list of. */
  private nounIn(type: ts.TypeNode): string[] {
    const single = ts.isArrayTypeNode(type) ? type.elementType : type;
    if (!ts.isTypeReferenceNode(single)) return [];
    const declaration = this.declaration(single.typeName);
    return declaration !== undefined && ts.isClassDeclaration(declaration) ? [single.getText()] : [];
  }

  /** The members of an interface by reference, or of `Omit<…>` or `ByName<…>` of one. */
  private membersOf(
    node: ts.ExpressionWithTypeArguments | ts.TypeNode,
  ): { member: ts.TypeElement; owner: string }[] {
    const isHeritage = ts.isExpressionWithTypeArguments(node);
    if (!isHeritage && !ts.isTypeReferenceNode(node)) {
      throw new SourceError(node, node.getText(), "is no interface, and no Omit or ByName of one");
    }
    const [first, second] = node.typeArguments ?? [];
    const name = isHeritage ? node.expression.getText() : node.typeName.getText();
    if (name === "ByName" && first !== undefined) return this.membersOf(first);
    if (name === "Omit" && first !== undefined && second !== undefined) {
      const left = new Set(second.getText().match(/\w+/g));
      return this.membersOf(first).filter(({ member }) => !left.has(nameOf(member)));
    }
    const declaration = this.declaration(isHeritage ? node.expression : node.typeName);
    if (declaration !== undefined && ts.isInterfaceDeclaration(declaration)) return this.members(declaration);
    if (declaration !== undefined && ts.isTypeAliasDeclaration(declaration))
      return this.membersOf(declaration.type);
    throw new SourceError(node, name, "is declared nowhere in the SDK's sources");
  }
}

function nameOf(member: ts.TypeElement): string {
  return member.name?.getText() ?? "";
}
