/** A way in which our engine differs from the real one, and shall. */
export interface LastingDifference {
  readonly what: string;
  readonly why: string;
  /** The file and the title of the test that holds ours to it. */
  readonly test: readonly [file: string, title: string];
  /** Takes the difference out of a call's text, so that the rest is compared. */
  readonly unified?: (call: string) => string;
}

export const lastingDifferences: readonly LastingDifference[] = [
  {
    what: "Handshake says that views are not supported",
    why: "A view is a resource that a provider publishes beside its own; no provider of the registry needs it to work.",
    test: ["test/e2e/engine/differential.test.ts", "fifty random sequences must end the same"],
    unified: (call) => call.replace(/"supportsViews":(true|false)/, '"supportsViews":"?"'),
  },
  {
    what: "What was deleted to be replaced is not deleted once more when the program is turned back",
    why: "Its id may be another object's by then.",
    test: [
      "test/engine/steps/replacement.test.ts",
      "must be finished the next time when the old object was deleted and the new one failed",
    ],
  },
  {
    what: "Our own object stays in the state until it is deleted, when the program reads another one in its place",
    why: "Else nobody knows it any more if the process ends before the deletion.",
    test: ["test/engine/steps/read.test.ts", "must keep the record of our own object until it is deleted"],
  },
  {
    what: "The reason why an input is invalid is told without its value",
    why: "It may be a secret.",
    test: ["test/engine/steps/failure.test.ts", "must be told for each invalid input, without the value"],
  },
  {
    what: "A creation stays pending in the state if the plugin ended, or was given up, in the middle of it",
    why: "The object may be there, and nobody would know.",
    test: ["test/engine/operations/bad-input.test.ts", "a plugin that crashes in the middle"],
  },
  {
    what: "A hook or transform that waits for its own resource fails",
    why: "The real engine waits for ever.",
    test: ["test/engine/operations/bad-input.test.ts", "waits for itself in a hook"],
  },
  {
    what: "In a destruction that runs the program, a registered resource stays while the deletion of one fails that needs it",
    why: "The real engine deletes it, and the state then has a resource whose parent or dependency is not there.",
    test: [
      "test/engine/steps/order.test.ts",
      "must delete what needs a renamed resource before it, though the program of the destruction has it no more",
    ],
  },
  {
    what: "A refresh that runs the program and does not come to all resources keeps what these and the others refer to",
    why: "The real engine forgets parents and dependencies then, so that a destruction may begin at the wrong end.",
    test: [
      "test/engine/steps/refresh.test.ts",
      "must, with the program running, keep what a resource refers to that is not refreshed itself",
    ],
  },
  {
    what: "A refresh that takes along what depends on the targets configures the providers of these, too",
    why: "The real engine says `unknown provider` of each whose provider no target needs.",
    test: [
      "test/engine/steps/refresh.test.ts",
      "must take along what depends on the targets, of whatever provider",
    ],
  },
  {
    what: "A program that has failed ends, even with a server or a timer of its own left",
    why: "The real engine waits until the program's process has nothing left to do.",
    test: [
      "test/engine/operations/own-process.test.ts",
      "must end by itself after its program has failed with a server open",
    ],
  },
  {
    what: "A registration that names no version gets none from the packages in node_modules",
    why: "Looking through them all takes longer than an operation, and SDKs that come with a plugin name its version.",
    test: [
      "test/engine/operations/default-plugins.test.ts",
      "must be of no version in a new stack, whatever the project's packages are",
    ],
  },
  {
    what: "It is said what a program keeps open, such as a server, that has done all else and does not end",
    why: "The real engine waits, too, and says nothing.",
    test: ["test/engine/program/run-program.test.ts", "must say what it keeps open after all else is done"],
  },
  {
    what: "The lock of a process of ours that is dead for certain is not in the way",
    why: "Nobody needs to be asked whether it may be removed. The CLI's locks do not tell as much, and stay.",
    test: ["test/engine/backend/locks.test.ts", "must not be in the way"],
  },
];
