import type { Value } from "./program";
import type { Sequence } from "./sequence";
import type { Trial } from "./trial";

/** What must be reached, by what it is called. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  step: [
    "same",
    "create",
    "update",
    "delete",
    "replace",
    "create-replacement",
    "delete-replaced",
    "read",
    "refresh",
    "import",
    "discard",
  ],
  option: [
    "parent",
    "dependsOn",
    "provider",
    "providers",
    "protect",
    "ignoreChanges",
    "replaceOnChanges",
    "deleteBeforeReplace",
    "deletedWith",
    "replaceWith",
    "retainOnDelete",
    "aliases",
    "import",
    "customTimeouts",
    "additionalSecretOutputs",
    "version",
    "pluginDownloadURL",
    "transform",
    "invokeTransform",
    "hooks",
  ],
  flag: ["targets", "targetDependents", "replace", "continueOnError", "refresh", "excludes"],
  failure: [
    "check refused",
    "diff refused",
    "create refused",
    "create partial",
    "update refused",
    "update partial",
    "delete refused",
    "delete partial",
    "read refused",
    "read partial",
    "program throws",
  ],
  command: ["up", "preview", "refresh", "destroy"],
};

/** How a fault shows in a call. */
const failures: readonly (readonly [RegExp, string])[] = [
  [/failed: .*cannot check$/, "check refused"],
  [/failed: .*cannot diff$/, "diff refused"],
  [/failed: .*refused to be created$/, "create refused"],
  [/failed: .*half made$/, "create partial"],
  [/failed: .*refused to be updated$/, "update refused"],
  [/failed: .*half updated$/, "update partial"],
  [/failed: .*refused to be deleted$/, "delete refused"],
  [/failed: .*refused to be deleted wholly$/, "delete partial"],
  [/failed: .*cannot be read$/, "read refused"],
  [/failed: .*unwell$/, "read partial"],
];

function hasInvoke(value: Value): boolean {
  if ("invoke" in value) return true;
  if ("secret" in value) return hasInvoke(value.secret);
  if ("list" in value) return value.list.some(hasInvoke);
  return "map" in value && Object.values(value.map).some(hasInvoke);
}

/** Counts what the sequences have really reached. */
export class Coverage {
  readonly #unrepeated: string[] = [];
  readonly #counts = new Map<string, number>();

  count(sequence: Sequence, { outcomes, broken, raced, unrepeated }: Trial): void {
    if (unrepeated !== undefined) this.#unrepeated.push(unrepeated.join("\n"));
    if (raced === true) this.#add("sequence", "raced");
    if (broken !== undefined) this.#add("real engine", broken.said.startsWith("hung") ? "hung" : "crashed");
    for (const [index, { steps, calls }] of outcomes.entries()) {
      const operation = sequence[index];
      if (operation === undefined) continue;
      this.#add("command", operation.command);
      for (const text of steps) {
        const op = /^done: (\S+)/.exec(text)?.[1];
        if (op !== undefined) this.#add("step", op);
      }
      for (const text of steps) if (text.startsWith("refresh ")) this.#add("step", "refresh");
      for (const { options } of operation.program.resources) {
        for (const name of Object.keys(options)) this.#add("option", name);
      }
      const { invokeTransform, resources } = operation.program;
      const asks = resources.some(({ properties }) => Object.values(properties).some(hasInvoke));
      if (invokeTransform === true && asks) this.#add("option", "invokeTransform");
      for (const name of Object.keys(operation.flags)) this.#add("flag", name);
      if (operation.program.throws === true && operation.command !== "destroy")
        this.#add("failure", "program throws");
      for (const call of calls) {
        const kind = failures.find(([pattern]) => pattern.test(call))?.[1];
        if (kind !== undefined) this.#add("failure", kind);
      }
    }
  }

  /** What was reached less often than so many times. */
  missed(least: number): string[] {
    return Object.entries(wanted).flatMap(([group, names]) =>
      names
        .filter((name) => this.#of(group, name) < least)
        .map((name) => `${group} ${name}: ${this.#of(group, name)}`),
    );
  }

  table(): string {
    const rows = Object.entries(wanted).map(([group, names]) => {
      const others = [...this.#counts.keys()]
        .filter((key) => key.startsWith(`${group} `))
        .map((key) => key.slice(group.length + 1))
        .filter((name) => !names.includes(name));
      return `${group}s: ${[...names, ...others].map((name) => `${name} ${this.#of(group, name)}`).join(", ")}`;
    });
    const broken = `the real engine itself hung ${this.#of("real engine", "hung")} times and crashed ${this.#of("real engine", "crashed")} times`;
    const raced = `${this.#of("sequence", "raced")} sequences ended early by a race after a failure`;
    const unrepeated = `${this.#unrepeated.length} differences did not come again in a second run`;
    return [...rows, broken, raced, unrepeated, ...this.#unrepeated].join("\n");
  }

  #of(group: string, name: string): number {
    return this.#counts.get(`${group} ${name}`) ?? 0;
  }

  #add(group: string, name: string): void {
    this.#counts.set(`${group} ${name}`, this.#of(group, name) + 1);
  }
}
