import { UnsupportedRequestError } from "./errors";

/** What a request of a newer SDK may carry. */
type Newer = Readonly<Record<string, (() => unknown) | undefined>>;

/**
 * Refuses a request that asks, in a field that this engine's version of the protocol does not have, for what it would
 * not do. Newer features that the SDK asks for before it uses them need no look here.
 *
 * @param fields the getters of such fields, and how each is called where the program sets it
 * @throws UnsupportedRequestError
 */
export function refuseNewer(request: object | undefined, fields: Readonly<Record<string, string>>): void {
  for (const [getter, option] of Object.entries(fields)) {
    const value = (request as Newer | undefined)?.[getter]?.();
    if (value !== undefined && value !== "" && value !== false) throw new UnsupportedRequestError(option);
  }
}
