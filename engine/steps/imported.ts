import { messageOf } from "../monitor/invoke";
import { packageOfType, type Urn } from "../urn";
import type { Imported } from "./deployment";
import type { Session } from "./session";

/** Asks the providers of imported resources what their packages are like. What fails leaves the import as it is. */
export async function readImported(session: Session, urns: readonly Urn[]): Promise<Imported> {
  const { registry, reporter, world } = session;
  const schemas: Record<string, string> = {};
  for (const urn of urns) {
    const state = world.current(urn) ?? world.olds.get(urn)?.state;
    const name = packageOfType(state?.type ?? "");
    const provider = registry.get(state?.provider ?? "");
    if (provider === undefined || Object.hasOwn(schemas, name)) continue;
    try {
      schemas[name] = await provider.raw.getSchema({ version: 0 });
    } catch (error) {
      reporter.warning(
        `no code is written for it, as its provider tells no schema: ${messageOf(error)}`,
        urn,
      );
    }
  }
  return { urns, schemas };
}
