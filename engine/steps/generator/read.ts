import { EngineError } from "../../errors";
import { resourceState } from "../../state/resource-state";
import { Entry } from "../entry";
import type { ReadGoal } from "../goal";
import { ReadStep } from "../kinds/read";
import { ReplaceStep } from "../kinds/replace";
import type { Step } from "../step";
import type { Planner } from "./planner";
import { findOld, takeUrn } from "./prepare";

/** What is to be done to read an object that somebody else owns. */
export function stepsOfRead(
  planner: Planner,
  goal: ReadGoal,
  settle: (entry: Entry, result: "success" | "failed" | "skipped") => void,
): readonly Step[] {
  const { tracker } = planner;
  const urn = takeUrn(planner, goal);
  const { old, alias } = findOld(planner, { ...goal, urn, aliases: [] });
  if (goal.id === "") throw new EngineError(`Expected an ID for ${urn}`);
  const entry = new Entry(
    resourceState({
      urn,
      type: goal.type,
      custom: true,
      id: goal.id,
      inputs: goal.inputs,
      parent: goal.parent,
      external: true,
      dependencies: goal.dependencies,
      provider: goal.provider,
      additionalSecretOutputs: goal.additionalSecretOutputs ?? [],
      aliases: alias === undefined ? [] : [alias],
      sourcePosition: goal.sourcePosition ?? "",
      stackTrace: goal.stackTrace ?? [],
    }),
  );
  const refreshing = planner.mode === "refresh";
  // An object of ours is let go; if it is another one, it is deleted at the end.
  if (old && !old.state.external && old.state.id !== goal.id) {
    tracker.replaces.add(urn);
    const step = new ReadStep({ new: entry, old, replacing: true, refreshing, settle });
    return [step, new ReplaceStep(old, entry)];
  }
  if (planner.mode === "destroy") tracker.toDelete.push(entry);
  tracker.reads.add(urn);
  return [new ReadStep({ new: entry, old, replacing: false, refreshing, settle })];
}
