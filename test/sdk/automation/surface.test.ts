import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type * as theirs from "@pulumi/pulumi/automation";
import type * as ours from "../../../sdk/automation";
import { absences } from "../../../sdk/automation/not-here";
import { textWith } from "../../e2e/automation/one-import";
import { compile, type Compiled } from "./surface";

describe("The surface of the automation API", function () {
  this.timeout(120_000);
  const root = join(__dirname, "../../..");
  const scenarios = join(root, "test/e2e/automation/scenarios");
  const theirEntry = join(root, "node_modules/@pulumi/pulumi/automation/index.d.ts");
  const ourEntry = join(root, "sdk/automation/index.ts");
  const absent = absences.flatMap(({ names }) => names);
  const programs = readdirSync(scenarios)
    .filter((file) => file !== "surroundings.ts")
    .map((file) => join(scenarios, file));
  /** Beside the programs themselves, with the one line changed. */
  const changed = new Map(
    [...programs, join(__dirname, "event-types.ts")].map((file) => [
      join(dirname(file), `changed-${basename(file)}`),
      textWith("moorage/automation", file),
    ]),
  );
  let compiled: Compiled;
  let missing: readonly string[];
  let known: ReadonlySet<string>;

  before(() => {
    compiled = compile([theirEntry, ourEntry], changed);
    known = compiled.surfaceOf(theirEntry);
    const here = compiled.surfaceOf(ourEntry);
    missing = [...known].filter((name) => !here.has(name));
  });

  it("must have all of Pulumi's, but for what is listed with the reason", () => {
    const listed = new Set(absent);
    const isListed = (name: string): boolean => listed.has(name) || listed.has(name.split(".")[0] ?? name);
    assert.deepEqual(
      missing.filter((name) => !isListed(name)),
      [],
    );
  });

  it("must list nothing that is there, or that Pulumi's has not", () => {
    const isMissing = new Set(missing);
    assert.deepEqual(
      absent.filter((name) => !isMissing.has(name) || !known.has(name)),
      [],
    );
    assert.equal(new Set(absent).size, absent.length);
  });

  it("must have the types for programs of which only the import is changed", () => {
    for (const file of changed.keys()) assert.deepEqual(compiled.errorsIn(file), [], file);
  });
});

/** Events are the engine's own; their types differ from Pulumi's where those are not what the CLI sends. */
type Silent<T> = T extends object ? ("onEvent" extends keyof T ? Omit<T, "onEvent"> : T) : T;

/** The members of both, of which Pulumi's would not do in the place of ours, or ours of Pulumi's. */
type Misfits<T, O> = {
  [K in keyof T & keyof O]-?: Fits<NonNullable<T[K]>, NonNullable<O[K]>> extends true ? never : K;
}[keyof T & keyof O];

/** A function fits that takes what Pulumi's takes and returns what Pulumi's returns; a value, both ways. */
type Fits<T, O> = [T] extends [(...given: infer A) => infer R]
  ? [O] extends [(...given: infer B) => infer S]
    ? [{ [I in keyof A]: Silent<A[I]> }, S] extends [{ [I in keyof B]: Silent<B[I]> }, R]
      ? true
      : false
    : false
  : [O] extends [T]
    ? true
    : false;

/** Holds at compile time that there are no misfits. */
const none = <Some extends never>(...misfits: Some[]): Some[] => misfits;

// What a program gives: all that Pulumi's takes must be taken.
none<Misfits<ours.UpOptions, Silent<theirs.UpOptions>>>();
none<Misfits<ours.PreviewOptions, Silent<theirs.PreviewOptions>>>();
none<Misfits<ours.RefreshOptions, Silent<theirs.RefreshOptions>>>();
none<Misfits<ours.DestroyOptions, Silent<theirs.DestroyOptions>>>();
none<Misfits<ours.ImportOptions, theirs.ImportOptions>>();
none<Misfits<ours.ImportResource, theirs.ImportResource>>();
none<Misfits<ours.RenameOptions, theirs.RenameOptions>>();
none<Misfits<ours.LocalWorkspaceOptions, theirs.LocalWorkspaceOptions>>();
none<Misfits<ours.InlineProgramArgs, theirs.InlineProgramArgs>>();
none<Misfits<ours.LocalProgramArgs, theirs.LocalProgramArgs>>();
none<Misfits<ours.ListOptions, theirs.ListOptions>>();
none<Misfits<ours.RemoveOptions, theirs.RemoveOptions>>();

// What a program gets: it must be as Pulumi's.
none<Misfits<theirs.UpResult, ours.UpResult>>();
none<Misfits<theirs.PreviewResult, ours.PreviewResult>>();
none<Misfits<theirs.RefreshResult, ours.RefreshResult>>();
none<Misfits<theirs.DestroyResult, ours.DestroyResult>>();
none<Misfits<theirs.ImportResult, ours.ImportResult>>();
none<Misfits<theirs.UpdateSummary, ours.UpdateSummary>>();
none<Misfits<theirs.StackSummary, ours.StackSummary>>();
none<Misfits<theirs.OutputMap, ours.OutputMap>>();
none<Misfits<theirs.WhoAmIResult, ours.WhoAmIResult>>();

// What goes both ways.
none<Misfits<theirs.ConfigValue, ours.ConfigValue> | Misfits<ours.ConfigValue, theirs.ConfigValue>>();
none<Misfits<theirs.Deployment, ours.Deployment> | Misfits<ours.Deployment, theirs.Deployment>>();
none<
  | Misfits<theirs.ProjectSettings, ours.ProjectSettings>
  | Misfits<ours.ProjectSettings, theirs.ProjectSettings>
>();
none<Misfits<theirs.StackSettings, ours.StackSettings> | Misfits<ours.StackSettings, theirs.StackSettings>>();

// The methods. A stack's workspace is ours.
none<Exclude<Misfits<theirs.Stack, ours.Stack>, "workspace">>();
none<Misfits<theirs.LocalWorkspace, ours.LocalWorkspace>>();
none<Misfits<theirs.Workspace, ours.Workspace>>();
