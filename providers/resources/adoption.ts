import { quoteOperands } from "../ssh/quote";
import { importIdOf } from "./import-id";
import type { HostAddress, Urn } from "./lifecycle";

/** The command that brings something on a host into a stack, ready to be pasted. */
export function importCommand(type: string, resource: string, address: HostAddress, name?: string): string {
  return `pulumi import ${quoteOperands([type, resource, importIdOf(address, name)])}`;
}

/** In words, for who meets something of that name that is not theirs: how their resource becomes its owner. */
export function howToAdopt(urn: Urn, address: HostAddress, name: string): string {
  const [, , types = ""] = urn.text.split("::");
  // The command would have to be told the parent too, which nothing here knows by its name.
  if (types.includes("$")) {
    return `adopt it by the resource option import: ${JSON.stringify(importIdOf(address, name))}`;
  }
  return `adopt it: ${importCommand(urn.type, urn.name, address, name)}`;
}
