import { UserError } from "../errors";
import type { Redact } from "../redact";
import { type BuildFailure, type BuildStep, describeStep } from "./build-progress";

/** A build that was begun failed. The host keeps nothing of it but the builder's cache. */
export class BuildError extends UserError {
  override readonly name = "BuildError";
  readonly host: string;
  /** Undefined where it failed outside of the Dockerfile's steps. */
  readonly step: BuildStep | undefined;
  /** The engine's words. */
  readonly reason: string;

  constructor(host: string, { reason, step }: BuildFailure, redact: Redact) {
    super(message(host, redact(reason), step === undefined ? undefined : redactStep(step, redact)), {
      property: "build",
    });
    this.host = host;
    this.reason = redact(reason);
    this.step = step === undefined ? undefined : redactStep(step, redact);
  }
}

/** A build that was not begun: the builder lacks what the Dockerfile or the arguments want. */
export class BuilderLacksError extends UserError {
  override readonly name = "BuilderLacksError";

  constructor(host: string, wants: readonly string[], why: string) {
    super(`The build cannot be done on ${host}: it wants ${wants.join("; ")}, and ${why}`, {
      property: "build",
    });
  }
}

function message(host: string, reason: string, step: BuildStep | undefined): string {
  const where = step === undefined ? "" : ` at ${describeStep(step)}`;
  const output =
    step === undefined || step.lines.length === 0 ? "" : `\nIts last lines:\n${indent(step.lines)}`;
  return `The build failed on ${host}${where}: ${reason}.${advice(reason)}${output}`;
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}

function redactStep(step: BuildStep, redact: Redact): BuildStep {
  return { ...step, instruction: redact(step.instruction), lines: step.lines.map(redact) };
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, " Make room there, e.g. with `docker builder prune`."],
  [
    /pull access denied|unauthorized|no basic auth/i,
    " A base image wants a login, which `build.registries` gives, or does not exist: check its name.",
  ],
  [
    /no such host|connection refused|i\/o timeout|deadline exceeded|network is unreachable|no route to host|temporary failure in name resolution|server misbehaving/i,
    " A base image or a download cannot be reached from there; `build.on` builds elsewhere.",
  ],
  [
    /x509:|failed to verify certificate/i,
    " Its engine does not trust the registry: name it in `trustedRegistries` of the Host. BuildKit of an older engine learns that when the engine is started next.",
  ],
  [/manifest unknown|not found: manifest/i, " Check the name of the base image and its tag."],
  [/exec format error/i, " It cannot run programs of that platform: build on a host of it with `build.on`."],
  [/secret .*not found/i, " Give it in `build.secrets`."],
];

function advice(reason: string): string {
  return ADVICE.find(([pattern]) => pattern.test(reason))?.[1] ?? "";
}
