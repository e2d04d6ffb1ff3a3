import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStack, runOperation } from "../../../engine/operations";
import { SecretsError } from "../../../engine/secrets";
import { Secret } from "../../../engine/values";
import { StackBed, thingTypes } from "../../support/engine/stack-bed";

/** Shows the secret in each way that a program has. */
const tattling = `${thingTypes}
const config = new pulumi.Config();
const password = config.require("password");
const { inner } = config.requireObject("nested");
console.log("printed " + password + " and " + inner);
process.stderr.write(Buffer.from("written " + password + "\\n"));
pulumi.log.warn("logged " + password);
const one = new Thing("one", { value: "in the open: " + password });
pulumi.log.info("about it: " + JSON.stringify({ inner }), one);
exports.open = "exported " + password;
`;

describe("what is secret in a stack's configuration", function () {
  this.timeout(60_000);
  let bed: StackBed;
  before(async () => {
    bed = await StackBed.create(`exports.first = require("@pulumi/pulumi").secret("salted");`);
    await bed.run("update");
    const { secretsProvider } = await openStack(bed.location());
    const crypter = await secretsProvider?.unlock();
    const secure = (text: string) => `{ secure: ${JSON.stringify(crypter?.encrypt(text))} }`;
    const settings = readFileSync(join(bed.folder, "Pulumi.dev.yaml"), "utf8");
    bed.write({
      "Pulumi.dev.yaml":
        `${settings}\nconfig:\n  shop:password: ${secure('hush"hush')}\n` +
        `  shop:nested:\n    inner: ${secure("deeper still")}\n    open: seen\n`,
    });
  });
  after(() => bed.remove());

  for (const program of ["project", "child"] as const) {
    it(`must not be seen in the events of a program (${program}), nor in what it prints`, async () => {
      bed.program(tattling);
      const printed = await printedDuring(async () => {
        const { outcome, events, outputs } = await bed.run("update", { program });
        assert.equal(outcome, "succeeded");
        assert.equal(outputs["open"], 'exported hush"hush');
        const told = JSON.stringify(events);
        assert.doesNotMatch(told, /hush|deeper/);
        assert.match(told, /logged \[secret\]/);
        assert.match(told, /in the open: \[secret\]/);
        assert.match(told, /about it: .*inner.*\[secret\]/);
        if (program === "child") assert.match(told, /printed \[secret\] and \[secret\]/);
      });
      assert.doesNotMatch(printed, /hush|deeper/);
      if (program === "project")
        assert.match(printed, /printed \[secret\] and \[secret\]\nwritten \[secret\]/);
    });
  }

  it("must not be seen in the error that a program ends with", async () => {
    bed.program(`throw new Error(new (require("@pulumi/pulumi").Config)().require("password"));`);
    const { outcome, told } = await bed.run("update");
    assert.equal(outcome, "failed");
    assert.match(told, /Error: \[secret\]/);
    assert.doesNotMatch(told, /hush/);
  });
});

describe("a state that is read before it is locked", function () {
  this.timeout(60_000);
  let bed: StackBed;
  before(
    async () => (bed = await StackBed.create(`exports.value = require("@pulumi/pulumi").secret("old");`)),
  );
  after(() => bed.remove());

  it("must be the one that is there when it is locked", async () => {
    await bed.run("update");
    const target = await openStack({ ...bed.location(), runsProgram: true });
    assert.equal(target.sealed?.text, readFileSync(bed.stateFile, "utf8"));
    bed.program(`exports.value = require("@pulumi/pulumi").secret("new");`);
    await bed.run("update");
    const { outcome, outputs } = await runOperation("refresh", target);
    assert.equal(outcome, "succeeded");
    assert.deepEqual(outputs["value"], new Secret("new"));
  });

  it("must keep its ciphertexts", async () => {
    const before = readFileSync(bed.stateFile, "utf8");
    const target = await openStack({ ...bed.location(), runsProgram: true });
    assert.equal((await runOperation("refresh", target)).outcome, "succeeded");
    assert.deepEqual(ciphertextsIn(readFileSync(bed.stateFile, "utf8")), ciphertextsIn(before));
  });

  it("must be refused with its key as it would be without this", async () => {
    const damaged = readFileSync(bed.stateFile, "utf8").replace(
      /("ciphertext": ?"v1:[^:]+:)[^"]+/g,
      "$1AAAA",
    );
    writeFileSync(bed.stateFile, damaged);
    const target = await openStack({ ...bed.location(), runsProgram: true });
    assert.equal(target.sealed?.text, damaged);
    await assert.rejects(runOperation("refresh", target), SecretsError);
  });
});

function ciphertextsIn(state: string): string[] {
  const found = [...state.matchAll(/"ciphertext": ?"([^"]+)/g)].map(([, text]) => text ?? "");
  assert.equal(found.length, 1);
  return found;
}

/** What is written to the process's own streams meanwhile. */
async function printedDuring(work: () => Promise<void>): Promise<string> {
  let printed = "";
  const streams = [process.stdout, process.stderr];
  const writes = streams.map(({ write }) => write);
  for (const stream of streams) {
    stream.write = ((chunk: string | Uint8Array) => {
      printed += Buffer.from(chunk as string).toString();
      return true;
    }) as typeof stream.write;
  }
  try {
    await work();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] as typeof stream.write;
  }
  return printed;
}
