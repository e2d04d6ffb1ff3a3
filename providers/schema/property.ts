import type * as ts from "typescript";
import { propertyDoc, type Doc } from "./doc";
import type { Limits, PropertySpec, TypeSpec } from "./package-spec";
import { SourceError } from "./source-error";

/** A property's type and its doc comment as the schema says them. */
export function propertySpec(node: ts.Node, owner: string, type: TypeSpec): PropertySpec {
  const doc = propertyDoc(node, owner);
  const limits = limitsOf(node, owner, doc, type);
  const deprecated = doc.tags.get("deprecated");
  return {
    ...withInteger(node, owner, doc, type),
    description: description(doc),
    ...(doc.tags.has("secret") ? { secret: true } : {}),
    ...(doc.tags.has("replace") ? { willReplaceOnChanges: true } : {}),
    ...(deprecated === undefined ? {} : { deprecationMessage: deprecated }),
    ...(limits === undefined ? {} : { language: { moorage: limits } }),
  };
}

/**
 * A default goes into the text only: as the schema's own `default` it would be sent by SDKs that are generated
 * from the schema and not by ours, and the same program would come in two forms.
 */
function description(doc: Doc): string {
  const value = doc.tags.get("default");
  return value === undefined ? doc.text : `${doc.text} Default: ${value}.`;
}

/** The text and the default that a description was made of. */
export function splitDefault(text: string): { readonly text: string; readonly value: string | undefined } {
  const [, before = text, value] = /^(.*?) ?Default: (.*)\.$/s.exec(text) ?? [];
  return { text: before, value };
}

function withInteger(node: ts.Node, owner: string, doc: Doc, type: TypeSpec): TypeSpec {
  if (!doc.tags.has("integer")) return type;
  if (type.oneOf !== undefined && holds(type, "number")) {
    return { oneOf: type.oneOf.map((each) => (each.type === "number" ? { type: "integer" } : each)) };
  }
  if (type.type !== "number") throw new SourceError(node, owner, "@integer is for numbers");
  return { ...type, type: "integer" };
}

function holds(type: TypeSpec, wanted: "number" | "string"): boolean {
  return type.type === wanted || (type.oneOf ?? []).some((each) => each.type === wanted);
}

function limitsOf(node: ts.Node, owner: string, doc: Doc, type: TypeSpec): Limits | undefined {
  const minimum = numberTag(node, owner, doc, type, "minimum");
  const maximum = numberTag(node, owner, doc, type, "maximum");
  const pattern = doc.tags.get("pattern");
  if (pattern !== undefined) {
    if (!holds(type, "string")) throw new SourceError(node, owner, "@pattern is for strings");
    assertPattern(node, owner, pattern);
  }
  if (minimum === undefined && maximum === undefined && pattern === undefined) return undefined;
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

function numberTag(
  node: ts.Node,
  owner: string,
  doc: Doc,
  type: TypeSpec,
  tag: "minimum" | "maximum",
): number | undefined {
  const text = doc.tags.get(tag);
  if (text === undefined) return undefined;
  if (!holds(type, "number")) throw new SourceError(node, owner, `@${tag} is for numbers`);
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) {
    throw new SourceError(node, owner, `@${tag} must be a number, not "${text}"`);
  }
  return value;
}

function assertPattern(node: ts.Node, owner: string, pattern: string): void {
  try {
    new RegExp(pattern, "u");
  } catch (cause) {
    throw new SourceError(node, owner, `@pattern: ${(cause as Error).message}`);
  }
}
