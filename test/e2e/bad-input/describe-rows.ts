import assert from "node:assert/strict";
import { join } from "node:path";
import { archives } from "../../support/archive";
import { checkedWebImage } from "../../support/engine-images";
import { type HostOptions, startHost } from "../../support/host";
import type { EngineName } from "../../support/pulumi/engines";
import { createHostStack } from "../../support/pulumi/host-stack";
import type { Run } from "../../support/pulumi/run";
import type { TestStack } from "../../support/pulumi/stack";
import { onHost, wipe } from "./on-host";
import { machine } from "./programs";
import type { BadInputRow, Place, Scene } from "./row";

/**
 * Whether every row is played under both engines, `npm run test:bad-input`; else each under one of them. What refuses a
 * bad input is the plugin, whoever asks it; that its words come out of the real CLI as well is shown by some rows of each
 * file.
 */
const isWhole = process.env["MOORAGE_BAD_INPUT"] === "full";

const printClasses = join(__dirname, "print-classes.cjs");

function enginesOf(row: BadInputRow): readonly EngineName[] {
  if (isWhole) return ["pulumi", "moorage"];
  return [row.underPulumi === true ? "pulumi" : "moorage"];
}

/** A test for each row, one after the other on one host that is new to Moorage each time. */
export function describeRows(title: string, options: HostOptions, rows: readonly BadInputRow[]): void {
  describe(title, function () {
    this.timeout(300_000);
    let place: Place;
    before(async () => {
      const images = await archives();
      await images.save("web", checkedWebImage());
      place = { images, host: await startHost(options) };
    });
    after(async () => {
      await place?.host.remove();
      await place?.images.discard();
    });

    for (const { row, engine } of rows.flatMap((row) => enginesOf(row).map((engine) => ({ row, engine })))) {
      it(`${row.input} must be told, leave what the table says, and be put right by the next run, under ${engine}`, async () => {
        // A row may leave a machine on which it would not be one any more, with an engine for example.
        if (isWhole) await place.host.rebuild();
        const stack = await stackFor(place, engine);
        try {
          await play({ ...place, stack }, row);
          await wipe(place.host);
        } catch (error) {
          // Whatever state it is in now, the next row shall not suffer from it.
          await place.host.rebuild();
          throw error;
        } finally {
          await stack.discard();
        }
      });
    }
  });
}

async function stackFor({ host, images }: Place, engine: EngineName): Promise<TestStack> {
  return createHostStack(host, {
    engine,
    program: machine,
    config: { archive: images.path("web") },
    environment: engine === "moorage" ? { NODE_OPTIONS: `--require=${printClasses}` } : {},
  });
}

async function play(scene: Scene, row: BadInputRow): Promise<void> {
  const { host, stack } = scene;
  const run = (...flags: string[]): Promise<Run> => stack[row.command ?? "up"](...flags);
  if (row.before !== undefined) {
    await stack.write(row.before);
    (await stack.up()).succeeded();
  }
  await row.arrange?.(scene);
  if (row.program !== undefined) await stack.write(row.program);
  if (row.config !== undefined) await stack.configure(await row.config(scene));
  // What `printClasses` prints is not asked for.
  const debug = stack.engine === "pulumi" ? ["--debug"] : [];
  if (row.failsAtPreview === true) isTold(await stack.preview(...debug), row);

  isTold(await run(...debug), row);
  assert.deepEqual(await onHost(host), row.onHost, "what is on the host");
  assert.deepEqual(await inState(stack), row.inState, "what is in the state");

  const { mend } = row;
  await mend.act?.(scene);
  if (mend.program !== undefined) await stack.write(mend.program);
  if (mend.config !== undefined) await stack.configure(await mend.config(scene));
  assert.deepEqual((await run()).succeeded().changes, row.next, "what the next run does");
  assert.deepEqual((await run()).succeeded().changes, [], "a further run must change nothing");
}

/** The run failed for the row's reason, and said so in the row's words. */
function isTold(run: Run, { error, names, says }: BadInputRow): void {
  const told = run.errors.join("\n");
  assert.equal(run.code, 1, told);
  for (const expected of [names, ...says]) assert.match(told, expected);
  assert.doesNotMatch(run.output, /moorage defect/);
  assert.doesNotMatch(told, /^ +at .+:\d+:\d+\)?$/m, "a stack trace is for those who write Moorage");
  if (error === "check") assert.deepEqual(run.failures, [], "what is refused at Check is not tried");
  else assert.ok(run.failures.includes(error), `${error} is not among ${run.failures.join(", ")}: ${told}`);
}

async function inState(stack: TestStack): Promise<readonly string[]> {
  return (await stack.resources())
    .filter(({ type }) => type.startsWith("moorage:"))
    .map(({ type, urn, initErrors = [] }) => {
      const name = `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;
      return initErrors.length === 0 ? name : `${name} (failed)`;
    })
    .sort();
}
