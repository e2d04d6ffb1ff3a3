import type { OptionName } from "../../../../providers/reconcile/container/options/option";
import type { Examples } from "./example";
import { isolationExamples } from "./isolation";
import { limitExamples } from "./limits";
import { networkExamples } from "./network";
import { processExamples } from "./process";
import { storageExamples } from "./storage";

/** An example of every option but the image. The compiler names an option that has none. */
export const examples: Examples<Exclude<OptionName, "image">> = {
  ...processExamples,
  ...networkExamples,
  ...storageExamples,
  ...limitExamples,
  ...isolationExamples,
};
