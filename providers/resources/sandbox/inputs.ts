import type { SandboxArgs } from "../../../sdk/sandbox";
import type { SandboxPort } from "../../sandbox/container-request";
import type { Flavour } from "../../sandbox/recipe";
import { type Bag, hasUnknown } from "../bag";
import type { Lowered } from "../lowered";

/** What a Sandbox is given, with its defaults. */
export interface SandboxInputs {
  readonly name: string;
  readonly flavour: Flavour;
  readonly ports: readonly SandboxPort[];
  readonly socketPath: string | undefined;
}

/** What makes another sandbox when it changes. */
export const REPLACING = ["suite", "init", "ports", "name"] as const;

/** The inputs in a checked bag; undefined while a part of it is not known. */
export function sandboxInputs({ values }: Bag): SandboxInputs | undefined {
  if (Object.values(values).some(hasUnknown)) return undefined;
  const { name = "", suite, init, ports, socketPath } = values as unknown as Lowered<SandboxArgs>;
  return {
    name,
    flavour: { suite: suite ?? "bookworm", init: init ?? "systemd" },
    ports: ports ?? [],
    socketPath,
  };
}
