import assert from "node:assert/strict";
import { hostRecord, providerRecord, TestProject } from "./project";
import { needPseudoTerminals, PseudoTerminal } from "./pseudo-terminal";

describe("commands in a terminal", function () {
  this.timeout(180_000);
  let project: TestProject;
  let terminal: PseudoTerminal | undefined;

  before(async function () {
    needPseudoTerminals(this);
    project = await TestProject.create();
    await project.stack("dev", [
      providerRecord({}),
      { ...hostRecord("web-1", { hostId: "h1", address: "192.0.2.1" }), protect: true },
    ]);
    await project.stack("prod", []);
  });
  after(async () => {
    terminal?.kill();
    await project?.remove();
  });

  it("must ask, list, and end by themselves, one after the other, and leave the terminal as it was", async () => {
    const place = `-C ${project.folder}`;
    const lines = [
      `moorage stack select ${place}`,
      `moorage stack ls ${place}`,
      `moorage config ${place}`,
      `moorage config set key ${place}`,
      `moorage config get key ${place} | head -n 1`,
      `moorage stack ${place} --show-urns | head -n 1`,
      `moorage state unprotect web-1 -s dev ${place}`,
      `moorage ps ${place}`,
      `moorage init ${project.folder}/made --sandbox`,
      `moorage config rm key ${place}`,
      `moorage stack output -s dev ${place} | head -n 1`,
      `moorage stack history -s dev ${place}`,
      `moorage state rename web-1 web-2 -s dev ${place}`,
      `moorage forget web-2 -s dev ${place}`,
      `moorage state delete web-2 -s dev ${place}`,
      `moorage stack rm dev ${place}`,
      `moorage stack rm prod ${place}`,
      `moorage stack rename live -s prod ${place}`,
      `moorage stack export -s live ${place} | moorage stack import -s live ${place}`,
      `moorage cancel live ${place}`,
      `moorage import moorage:index:Volume data x -s live ${place}`,
      `moorage sandbox ls | head -n 1`,
      `moorage sandbox rm nosuch`,
      `moorage config set-all --plaintext a=1 --plaintext b=2 -s live ${place}`,
      `moorage config refresh -s live ${place}`,
      `moorage config rm-all a b -s live ${place}`,
      `moorage config cp -s live --dest dev ${place}`,
      `moorage state protect web-2 -y -s dev ${place}`,
      `moorage stack tag ls -s live ${place} | head -n 1`,
      `moorage refresh -s live ${place}`,
      `moorage destroy -s live ${place}`,
      `moorage stack unselect ${place}`,
      `moorage completion bash | head -n 1`,
      "unset PULUMI_CONFIG_PASSPHRASE",
      `moorage stack init next ${place}`,
      "moorage sta",
    ];
    const script = lines.map((line, index) => `${line}; echo "${index} ended $?"`).join("; ");
    terminal = new PseudoTerminal(`trap : INT; ${script}; stty -a`, project.env);
    const type = (text: string): void => terminal?.type(text);
    await terminal.shows(/prod/);
    // Down to the second of the two.
    type("\u001b[B\r");
    await terminal.shows(/0 ended 0/);
    await terminal.shows(/The value of key:/);
    type("typed\r");
    await terminal.shows(/4 ended 0/);
    await terminal.shows(/unprotect urn/);
    type("y");
    await terminal.shows(/Rename it in the state/);
    type("y");
    await terminal.shows(/Forget them\?/);
    type("\r");
    await terminal.shows(/13 ended/);
    await terminal.shows(/Delete them from the state/);
    type("\u0003");
    await terminal.shows(/Remove the stack organization\/shop\/prod/);
    type("\r");
    await terminal.shows(/Choose a passphrase/);
    type("typed\r");
    await terminal.shows(/Once more/);
    type("tyed\r");
    const shown = await terminal.end();
    const codes = [...shown.matchAll(/(\d+) ended (\d+)/g)].map(([, , code]) => Number(code));
    assert.deepEqual(
      codes,
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 1, 8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        3, 2,
      ],
      shown,
    );
    assert.match(shown, /Did you mean one of .*st/s);
    assert.match(shown, / icanon [^]* echo /);
    assert.doesNotMatch(shown, /\n {4}at /, "a stack trace");
  });
});
