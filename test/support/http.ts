import { waitFor } from "./setup/wait-for";

/** Asks a port of this machine over HTTP until it answers well, and returns the body without its last line break. */
export async function get(port: number, path = "/"): Promise<string> {
  return waitFor(`http://127.0.0.1:${port}${path} to answer`, () => tryGet(port, path));
}

/** The body of an answer with status 200, or undefined. */
export async function tryGet(port: number, path = "/"): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) });
    const body = await response.text();
    return response.ok ? body.replace(/\n$/, "") : undefined;
  } catch {
    return undefined;
  }
}
