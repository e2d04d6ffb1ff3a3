import { createHash } from "node:crypto";
import type { NamingRequest } from "../plugins/provider";
import { packageOfType, parseUrn, type Urn } from "../urn";

/** How physical names are made up: by the provider alone, from the resource's name, not at all, or by a pattern. */
export type Naming =
  | { readonly mode: "default" | "verbatim" | "disabled" }
  | { readonly mode: "pattern"; readonly pattern: string; readonly enforce: boolean };

/** The stack's `pulumi:autonaming`: one way for all, and others for packages and for types of theirs. */
export interface Autonaming {
  readonly all: Naming;
  readonly packages: ReadonlyMap<
    string,
    { readonly all: Naming; readonly types: ReadonlyMap<string, Naming> }
  >;
}

/** What is asked of a provider for one resource. */
export interface WantedName {
  readonly request: NamingRequest;
  /** The same name would be asked for again: the old object has to make way before its replacement is made. */
  readonly isFixed: boolean;
  /** Whether the user should hear that the provider does not do it. */
  readonly isMeant: boolean;
}

/**
 * What name a resource is to get; undefined to leave it to its provider.
 *
 * @param seed of its random parts: the same seed, the same name
 */
export function wantedName(autonaming: Autonaming, urn: Urn, seed: Uint8Array): WantedName | undefined {
  const { type, name } = parseUrn(urn);
  const ofPackage = autonaming.packages.get(packageOfType(type));
  const naming = ofPackage?.types.get(type) ?? ofPackage?.all ?? autonaming.all;
  const isMeant = ofPackage !== undefined;
  switch (naming.mode) {
    case "default":
      return undefined;
    case "verbatim":
      return { request: { mode: "enforce", proposedName: name }, isFixed: true, isMeant };
    case "disabled":
      return { request: { mode: "disable", proposedName: "" }, isFixed: true, isMeant };
    case "pattern": {
      const proposedName = fill(naming.pattern, name, seed);
      const request = { mode: naming.enforce ? "enforce" : "propose", proposedName } as const;
      return { request, isFixed: !isRandom(naming.pattern), isMeant: isMeant || naming.enforce };
    }
  }
}

const alphabets: Readonly<Record<string, string>> = {
  hex: "0123456789abcdef",
  alphanum: "abcdefghijklmnopqrstuvwxyz0123456789",
  string: "abcdefghijklmnopqrstuvwxyz",
  num: "0123456789",
};

const placeholder = /\$\{(?:(name)|(uuid)|(hex|alphanum|string|num)\((\d+)\))\}/g;

function isRandom(pattern: string): boolean {
  return [...pattern.matchAll(placeholder)].some(([, name]) => name === undefined);
}

function fill(pattern: string, name: string, seed: Uint8Array): string {
  const random = characters(seed);
  const draw = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => random(alphabet)).join("");
  return pattern.replaceAll(placeholder, (_all, own?: string, uuid?: string, alphabet = "", count = "0") => {
    if (own !== undefined) return name;
    if (uuid === undefined) return draw(alphabets[alphabet] ?? "", Number(count));
    return [8, 4, 4, 4, 12].map((length) => draw(alphabets["hex"] ?? "", length)).join("-");
  });
}

/** Draws characters, each of an alphabet as likely as the others. */
function characters(seed: Uint8Array): (alphabet: string) => string {
  let block = 0;
  let bytes: number[] = [];
  return (alphabet) => {
    for (;;) {
      if (bytes.length === 0) bytes = [...createHash("sha256").update(seed).update(String(block++)).digest()];
      const byte = bytes.shift() ?? 0;
      // A remainder of what is left over would favour the first letters.
      if (byte < 256 - (256 % alphabet.length)) return alphabet.charAt(byte % alphabet.length);
    }
  };
}
