/** One event of the engine, as the CLI prints it with `--json`. */
interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: {
    readonly urn?: string;
    readonly message: string;
    readonly severity: string;
    readonly ephemeral?: boolean;
  };
  readonly summaryEvent?: { readonly resourceChanges: Readonly<Record<string, number>> };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

/** What the engine did, or would do, with one resource. */
export interface RunStep {
  /** The engine's word: `create`, `update`, `replace`, `same`, `delete`, `refresh`, … */
  readonly op: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** The noun, e.g. `Container`. */
  readonly noun: string;
  /** The properties that differ, sorted. */
  readonly properties: readonly string[];
}

/** What one command of the CLI did. */
export class Run {
  constructor(
    readonly command: string,
    readonly code: number,
    readonly stdout: string,
    readonly stderr: string,
  ) {}

  /** Steps on Moorage's resources, those that change nothing left out. */
  get steps(): readonly RunStep[] {
    return toSteps(this.#events().flatMap((event) => event.resourcePreEvent?.metadata ?? []));
  }

  /** The steps as text, one a line, sorted: `update Container app [image]`. */
  get changes(): readonly string[] {
    return this.steps.map(toText).sort();
  }

  /** What a refresh saw that is not as it was stored, in the form of `changes`. */
  get drift(): readonly string[] {
    return toSteps(this.#events().flatMap((event) => event.resOutputsEvent?.metadata ?? []))
      .map(toText)
      .sort();
  }

  /** Lines that stay, of severity warning and error, without colours. */
  get diagnostics(): readonly string[] {
    return this.#messages((severity) => severity === "warning" || severity === "error");
  }

  get errors(): readonly string[] {
    return this.#messages((severity) => severity === "error");
  }

  /** Classes of the errors that the plugin answered with, and of their causes, where the command had `--debug`. */
  get failures(): readonly string[] {
    return this.#messages((severity) => severity === "debug")
      .filter((message) => message.startsWith("failed with "))
      .flatMap((message) => message.replace("failed with ", "").split(", because of "));
  }

  /** Everything that a person could have seen. */
  get output(): string {
    return `${this.stdout}\n${this.stderr}`;
  }

  /** This run, if the command ended well; else an error with what the CLI said. */
  succeeded(): this {
    if (this.code === 0) return this;
    throw new Error(
      `"${this.command}" ended with exit code ${this.code}:\n${[...this.diagnostics, this.stderr].join("\n").slice(-4000)}`,
    );
  }

  #messages(wanted: (severity: string) => boolean): readonly string[] {
    return this.#events()
      .flatMap((event) => event.diagnosticEvent ?? [])
      .filter(({ severity, ephemeral }) => wanted(severity) && ephemeral !== true)
      .map(({ message }) => message.replaceAll(/<\{%[^%]*%\}>/g, "").trim());
  }

  #events(): readonly EngineEvent[] {
    return this.stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as EngineEvent);
  }
}

function toSteps(metadata: readonly StepMetadata[]): readonly RunStep[] {
  return metadata
    .filter(({ op }) => op !== "same" && op !== "refresh" && op !== "read")
    .map(({ op, urn, detailedDiff }) => ({
      op,
      ...subject(urn),
      properties: Object.keys(detailedDiff ?? {}).sort(),
    }))
    .filter(({ noun }) => noun !== "Stack" && noun !== "moorage");
}

function toText({ op, noun, name, properties }: RunStep): string {
  return `${op} ${noun} ${name}${properties.length > 0 ? ` [${properties.join(", ")}]` : ""}`;
}

function subject(urn: string): { noun: string; name: string } {
  const [, , type = "", name = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { noun: type.split("$").at(-1)?.split(":").at(-1) ?? type, name };
}
