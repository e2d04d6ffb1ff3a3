import { InvalidArgumentError, Option, type Command } from "commander";
import { collect, onStack, wholeArgument, type StackOptions } from "../workspace/options";

/** What all operations are told by the command line. */
export interface OperationFlags extends StackOptions {
  readonly yes?: boolean | undefined;
  readonly skipPreview?: boolean | undefined;
  readonly previewOnly?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly diff?: boolean | undefined;
  readonly color: "auto" | "always" | "never";
  readonly parallel?: number | undefined;
  readonly message?: string | undefined;
  readonly timings?: boolean | undefined;
  readonly expectNoChanges?: boolean | undefined;
  readonly config?: readonly string[] | undefined;
  readonly configPath?: boolean | undefined;
  readonly target?: readonly string[] | undefined;
  readonly targetDependents?: boolean | undefined;
  readonly targetReplace?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly excludeDependents?: boolean | undefined;
  readonly replace?: readonly string[] | undefined;
  readonly refresh?: boolean | undefined;
  readonly runProgram?: boolean | undefined;
  readonly continueOnError?: boolean | undefined;
  readonly typeCheck?: boolean | undefined;
  readonly remove?: boolean | undefined;
  readonly clearPendingCreates?: boolean | undefined;
  readonly out?: string | undefined;
  readonly html?: string | undefined;
  readonly plan?: string | undefined;
}

/** A command that does something to a stack's resources, with what all such commands take. */
export function operation(name: string, description: string): Command {
  return onStack(name, description)
    .option("-j, --json", "print the engine's events, one a line, in the shapes of Pulumi's CLI")
    .option("--diff", "print old and new of all that changes")
    .addOption(
      new Option("--color <when>", "colours: auto is on a terminal, unless NO_COLOR says otherwise")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option(
      "-p, --parallel <number>",
      "work on so many resources at once (default: 16; for reading 64)",
      wholeArgument,
    )
    .option("-m, --message <text>", "keep this in the stack's history")
    .option("--timings", "print where the time went");
}

/** What asks before it changes anything. */
export function asking(command: Command): Command {
  return command
    .option("-y, --yes", "do not ask; the preview comes all the same")
    .option("-f, --skip-preview", "neither preview nor ask");
}

export function onlyPreviewing(command: Command): Command {
  return command.option("--preview-only", "print what it would do, and do nothing");
}

/** Which resources are meant. */
export function targeting(command: Command): Command {
  return command
    .option("-t, --target <urn>", "only this resource; a pattern with * or **; may be given again", collect)
    .option("--target-dependents", "what depends on the targets, too")
    .option("--exclude <urn>", "all but this resource; may be given again", collect)
    .option("--exclude-dependents", "nor what depends on what is left out");
}

/** What only a run of the program knows. */
export function running(command: Command): Command {
  return command
    .option("--replace <urn>", "replace this resource; may be given again", collect)
    .option("--target-replace <urn>", "--target and --replace in one; may be given again", collect)
    .option("--type-check", "check the program's types while it runs");
}

export function configuring(command: Command): Command {
  return command
    .option(
      "-c, --config <key=value>",
      "set this in the stack's configuration first; may be given again",
      collect,
    )
    .option("--config-path", "the keys of --config are paths");
}

export function refreshing(command: Command): Command {
  return command.option(
    "-r, --refresh [yes]",
    "read all resources before (default: what Pulumi.yaml says)",
    switchArgument("--refresh"),
  );
}

export function expecting(command: Command): Command {
  return command.option("--expect-no-changes", "it is an error if anything changes");
}

export function runningProgram(command: Command): Command {
  return command.option("--run-program", "run the program, for its hooks and fresh credentials");
}

/** What keeps a preview. */
export function planning(command: Command): Command {
  return command
    .option("--out <file>", "write the plan as JSON, for `up --plan`")
    .option("--html <file>", "write the plan as a page to look at");
}

/** What was looked at already. */
export function planned(command: Command): Command {
  return command.option(
    "--plan <file>",
    "do exactly what this plan says, and ask nothing; refused if anything changed since",
  );
}

export function continuing(command: Command): Command {
  return command.option("--continue-on-error", "after a failure, go on with what does not depend on it");
}

/** Reads what may follow an option that is on by itself. */
export function switchArgument(option: string): (value: string) => boolean {
  return (value) => {
    if (value === "true" || value === "false") return value === "true";
    throw new InvalidArgumentError(`${option}, ${option}=true or ${option}=false.`);
  };
}
