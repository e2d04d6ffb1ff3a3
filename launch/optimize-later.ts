import { setFlagsFromString } from "node:v8";

/** How many bytes of a function's code are run before V8 looks whether it is worth optimizing: 16 times its default. */
const budget = 16 * 66 * 1024;

/**
 * Lets V8 optimize later: a command runs much code a few hundred times and ends, and what it spends on optimizing in
 * that time, on a second thread and in collections of what that leaves, is a third of its processor time. What goes on
 * for long is still optimized. It is for Node 20: later ones count calls instead, and pass over a flag that they do not
 * have.
 *
 * What V8 compiles holds under the same flags only, so this comes before anything that is kept.
 */
export function optimizeLater(): void {
  setFlagsFromString(`--interrupt-budget=${budget}`);
}
