import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../engine/private-folder";
import {
  connectEarly,
  dialledPlaces,
  isEarly,
  openEarly,
  type Place,
} from "../providers/ssh/early-connections";
import type * as opening from "../providers/ssh/opening";
import { settingsNamed } from "./named-stack";

/** More are a fleet, whose first answers would come while most of the others are still dialled anyway. */
const mostPlaces = 16;

/**
 * Connects to the hosts that the last command on the same stack dialled, before anything is loaded: each greets in two
 * round trips, in which much is loaded. They are remembered by place only; who dials them finds them connected, or
 * dials in the ordinary way.
 */
export function foreseeHosts(argv: readonly string[], environment: NodeJS.ProcessEnv): void {
  try {
    const settings = settingsNamed(argv);
    const folder = settings === undefined ? undefined : privateFolder("hosts", environment);
    if (settings === undefined || folder === undefined) return;
    const file = join(folder, createHash("sha256").update(settings).digest("hex").slice(0, 32));
    const known = remembered(file);
    connectEarly(known);
    process.on("exit", (code) => {
      const places = dialledPlaces().slice(0, mostPlaces);
      // Whoever failed may not have come to all of them.
      if (code === 0 && places.length > 0) remember(file, known, places);
    });
  } catch {
    // The command itself says what is wrong with the folder.
  }
}

/**
 * Begins what can be begun of the handshakes with them, and loads what dials for it.
 * @returns whether there is anybody to shake hands with
 */
export function openForeseen(): boolean {
  if (!isEarly()) return false;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come before
  const { Opening } = require("../providers/ssh/opening") as typeof opening;
  openEarly(Opening);
  return true;
}

function remembered(file: string): Place[] {
  try {
    const places: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(places) ? places.filter(isPlace) : [];
  } catch {
    return [];
  }
}

function isPlace(value: unknown): value is Place {
  const { host, port, hostKeyAlgorithms } = (value ?? {}) as Partial<Place>;
  const isNamed = typeof host === "string" && typeof port === "number" && port > 0 && port < 65_536;
  return (
    isNamed && Array.isArray(hostKeyAlgorithms) && hostKeyAlgorithms.every((each) => typeof each === "string")
  );
}

function remember(file: string, known: readonly Place[], places: readonly Place[]): void {
  const text = JSON.stringify(places);
  if (text === JSON.stringify(known)) return;
  try {
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, text, { mode: 0o600 });
    renameSync(fresh, file);
  } catch {
    // The next one tries again.
  }
}
