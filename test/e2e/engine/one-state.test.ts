import assert from "node:assert/strict";
import { Cloud } from "../../support/engine/lab/cloud";
import { Rendezvous } from "../../support/engine/lab/rendezvous";
import { OurEngine } from "../../support/engine/trial/our-engine";
import type { Declared, Program, Value } from "../../support/engine/trial/program";
import { TrialProject } from "../../support/engine/trial/project";
import { RealEngine } from "../../support/engine/trial/real-engine";
import type { Command, Operation, Outcome } from "../../support/engine/trial/sequence";

/** Who does the four operations: R is the real engine, O ours. */
const orders = ["RORO", "OROR", "RROO", "OORR", "ROOR", "ORRO"] as const;

const commands: readonly Command[] = ["up", "up", "refresh", "destroy"];

type Contestants = Readonly<Record<string, RealEngine | OurEngine>>;

describe("one stack under both engines", () => {
  let rendezvous: Rendezvous;
  let reference: readonly Outcome[];
  const projects: TrialProject[] = [];

  before(async () => {
    rendezvous = await Rendezvous.open();
    reference = await inTurn("RRRR");
  });

  after(async () => {
    await Promise.all(projects.map((project) => project.discard()));
    await rendezvous.close();
  });

  async function share(): Promise<{ R: RealEngine; O: OurEngine; project: TrialProject }> {
    const project = await TrialProject.create("shared");
    projects.push(project);
    const cloud = new Cloud();
    const key = `shared-${projects.length}`;
    const R = await RealEngine.on(project, cloud, rendezvous, `${key}-real`);
    return { R, O: OurEngine.on(project, cloud, rendezvous, `${key}-ours`), project };
  }

  /** Runs the four operations, each engine in its turn, and checks after each `up` that the other one sees no change. */
  async function inTurn(order: string): Promise<readonly Outcome[]> {
    const { R, O } = await share();
    const engines: Contestants = { R, O };
    const outcomes: Outcome[] = [];
    for (const [index, letter] of [...order].entries()) {
      const operation = operationOf(commands[index] ?? "up", index);
      const outcome = await engines[letter]?.run(operation);
      assert.ok(outcome?.ok, `${order}, operation ${index + 1}: ${outcome?.said ?? ""}`);
      outcomes.push(outcome);
      if (operation.command !== "up") continue;
      const preview = await (letter === "R" ? O : R).run({ ...operation, command: "preview", drift: [] });
      assert.deepEqual(changes(preview), [], `${order}: what the other engine would change`);
    }
    return outcomes;
  }

  for (const order of orders) {
    it(`must end as under the real engine alone in the order ${order}`, async () => {
      const outcomes = await inTurn(order);
      assert.deepEqual(
        outcomes.map(({ state }) => state),
        reference.map(({ state }) => state),
      );
    });
  }

  it("must be exported alike by the CLI, whichever engine wrote it", async () => {
    const exported = await Promise.all([share(), share()]);
    const [ours, real] = exported;
    assert.ok((await ours.O.run(operationOf("up", 0))).ok);
    assert.ok((await real.R.run(operationOf("up", 0))).ok);
    assert.deepEqual(await outputsBy(ours.R), await outputsBy(real.R));
  });

  it("must be refused to the CLI while our engine works on it, and to ours while the CLI does", async () => {
    const { R, O } = await share();
    const refused: string[] = [];
    O.meanwhile = async () => void refused.push((await R.run(operationOf("up", 0))).said);
    assert.ok((await O.run(operationOf("up", 0))).ok);
    O.meanwhile = undefined;
    R.meanwhile = async () => void refused.push((await O.run(operationOf("up", 0))).said);
    assert.ok((await R.run(operationOf("up", 1))).ok);
    assert.equal(refused.length, 2);
    for (const said of refused) assert.match(said, /lock/);
  });
});

async function outputsBy(engine: RealEngine): Promise<unknown> {
  const { code, stdout, stderr } = await engine.command("stack", "export", "--show-secrets");
  assert.equal(code, 0, stderr);
  const { deployment } = JSON.parse(stdout) as {
    deployment: {
      resources: { urn: string; outputs?: unknown; inputs?: unknown; dependencies?: string[] }[];
    };
  };
  return deployment.resources
    .map(({ urn, inputs, outputs, dependencies }) => ({
      urn,
      inputs,
      outputs,
      dependencies: dependencies?.sort(),
    }))
    .sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

/** What an operation would do, beside reading. */
function changes({ steps }: Outcome): string[] {
  return steps.filter((text) => !/^(done: )?(same|read|refresh) |^summary/.test(text));
}

function operationOf(command: Command, index: number): Operation {
  const drift = index === 2 ? [{ id: "a-Plain-1", change: { property: "note", to: "by hand" } }] : [];
  return {
    command,
    program: programOf(index === 0 ? "x" : "y"),
    flags: {},
    faults: [],
    drift,
    config: { "lab:tone": "low" },
  };
}

function programOf(word: string): Program {
  const value: Value = { literal: word };
  const declare = (
    kind: Declared["kind"],
    type: string,
    name: string,
    more: Partial<Declared> = {},
  ): Declared => ({
    slot: name,
    name,
    kind,
    type,
    properties: {},
    options: {},
    ...more,
  });
  const password: Value = { secret: value };
  return {
    resources: [
      declare("component", "trial:index:Group", "g"),
      declare("provider", "lab", "p", { properties: { tone: { secret: { literal: "deep" } } } }),
      declare("resource", "lab:index:Plain", "a", {
        properties: { value: password, note: { literal: "n" } },
        options: { parent: "g", protect: false, retainOnDelete: true },
      }),
      declare("resource", "lab:index:Secretive", "b", {
        properties: { key: value, more: { of: "a", output: "serial" } },
        options: { provider: "p", additionalSecretOutputs: ["serial"] },
      }),
      declare("resource", "old:index:Plain", "c", {
        properties: { value: { of: "b", output: "token" }, more: { asset: word } },
        options: { dependsOn: ["g"], customTimeouts: { create: "5m" } },
      }),
      declare("resource", "lab:index:Plain", "d", { properties: { whole: { resource: "b" } } }),
    ],
    outputs: { hidden: { list: [password] }, shown: { of: "b", output: "serial" } },
  };
}
