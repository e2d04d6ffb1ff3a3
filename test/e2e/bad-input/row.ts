import type { Archives } from "../../support/archive";
import type { TestHost } from "../../support/host";
import type { TestStack } from "../../support/pulumi/stack";

/** Where a row is played: one host for all rows of a file, and a stack for each. */
export interface Scene {
  readonly host: TestHost;
  readonly stack: TestStack;
  readonly images: Archives;
}

/** What a row says before its stack is there. */
export type Place = Omit<Scene, "stack">;

type Configuration = Readonly<Record<string, unknown>>;

/**
 * One kind of bad input, and all that has to come of it.
 *
 * Some rows have a file of their own: a host key that changes under a stack (machines.test.ts), a new version that
 * does not work (failed-swap.test.ts), two stacks and a volume with data (destroy.test.ts), a run that is cut off
 * (the files interrupt-*, kill-* and lost-connection). What root is never refused, a file that may not be read and
 * the engine's socket, is refused without a CLI (read-context.test.ts, sandbox.test.ts).
 */
export interface BadInputRow {
  /** What is bad, as the test's title says it. */
  readonly input: string;
  /** Whether it is played under the real CLI where each row is played under one engine only. @default false */
  readonly underPulumi?: true;
  /** A program that is brought up first, while all is well. @default none, the stack is empty */
  readonly before?: string;
  /** Makes the host bad, after `before`. */
  readonly arrange?: (scene: Scene) => Promise<unknown>;
  /** The program with the bad input; the machine alone by default. */
  readonly program?: string;
  /** Configuration with the bad input, laid over that of the host. */
  readonly config?: (place: Place) => Configuration | Promise<Configuration>;
  /** What is run with it. @default "up" */
  readonly command?: "up" | "destroy";
  /** Whether a preview fails in the same way already. @default false */
  readonly failsAtPreview?: boolean;
  /** Class of the error, or of one that caused it; `check` where the input itself is refused and nothing is thrown. */
  readonly error: string;
  /** The property or the host that the error names. */
  readonly names: RegExp;
  /** What the error says to do next; every one of these. */
  readonly says: readonly RegExp[];
  /** What is on the host afterwards. */
  readonly onHost: readonly string[];
  /** What is in the state afterwards, those marked `(failed)` that the next run has to repair. */
  readonly inState: readonly string[];
  /** Puts it right: the program, the configuration, or the host. */
  readonly mend: {
    readonly program?: string;
    readonly config?: (place: Place) => Configuration | Promise<Configuration>;
    readonly act?: (scene: Scene) => Promise<unknown>;
  };
  /** What the next run of the same command does. */
  readonly next: readonly string[];
}

/** The web server's image, under the tag of the program and under the one that its content gives it. */
export const image = ["image moorage-test/web:<content>", "image moorage-test/web:latest"];

/** The marker by which a machine is known again. */
export const marker = "/var/lib/moorage/host-id";
