import { join } from "node:path";

/** Loads TypeScript in a Node process, as the tests' own does. */
export const loadTypeScript = join(__dirname, "register.cjs");

/** Arguments of Node that have it load TypeScript. */
export const withTypeScript = ["--require", loadTypeScript] as const;
