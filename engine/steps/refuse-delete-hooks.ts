import { BailError } from "./generator/bail-error";
import type { Session } from "./session";

/** A resource's hooks are functions of its program: without that it can't be deleted as it asked to be. */
export function refuseDeleteHooks({ world, reporter }: Session): void {
  const hooked = world.base.flatMap(({ state: { urn, resourceHooks } }) => {
    const names = [...(resourceHooks["BeforeDelete"] ?? []), ...(resourceHooks["AfterDelete"] ?? [])];
    return names.length > 0 ? [{ urn, names }] : [];
  });
  for (const { urn, names } of hooked) {
    reporter.error(
      `Resource has delete hooks registered, but the program is not running. Hooks: ${names.join(", ")}`,
      urn,
    );
  }
  if (hooked.length === 0) return;
  reporter.error(
    "Run the program too (`--run-program`), so that its delete hooks can run during the destruction.",
  );
  throw new BailError("delete hooks need the program");
}
