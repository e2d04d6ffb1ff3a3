import assert from "node:assert/strict";
import { waitFor } from "../../../support/setup/wait-for";
import { PseudoTerminal } from "../../pseudo-terminal";
import { type as begin } from "../../typed";
import type { WorkingDay } from "./working-day";

/** Commands in a container and on its host. */
export function commands(day: WorkingDay): void {
  describe("exec", () => {
    for (const stack of ["dev", "jump"]) {
      it(`must hand over pipes as they are, to the end of them, and the exit code (${stack})`, async () => {
        const running = begin(
          day.words("exec", "-s", stack, "-i", "app", "--", "sh", "-c", "cat; echo no >&2; exit 7"),
          day.project.env,
        );
        running.stdin.end("typed");
        assert.deepEqual(await running.ended, { code: 7, stdout: "typed", stderr: "no\n" });
      });
    }

    it("must pass on options of the command, and what is set for it", async () => {
      const argv = ["-w", "/www", "-e", "A=1", "app", "sh", "-c", "pwd; echo $A $0", "-i"];
      assert.deepEqual(await day.typed("exec", ...argv), { code: 0, stdout: "/www\n1 -i\n", stderr: "" });
    });

    const refused: readonly (readonly [what: string, argv: readonly string[], message: RegExp])[] = [
      ["a container that has ended", ["ended", "ls"], /is not running/],
      ["a container that is gone", ["lost", "ls"], /No such container/],
      ["a name of none", ["ap", "ls"], /there is no container ap in the stack\. Did you mean app\?/],
      ["no terminal for -t", ["-it", "app", "sh"], /-t needs a terminal, and the standard input is none/],
    ];
    for (const [what, argv, message] of refused) {
      it(`must refuse ${what}`, async () => {
        const { code, stderr } = await day.typed("exec", ...argv);
        assert.equal(code, 255);
        assert.match(stderr, message);
      });
    }

    for (const stack of ["dev", "jump"])
      it(`must name the host and the next step when the connection breaks (${stack})`, async () => {
        const running = begin(
          day.words("exec", "-s", stack, "app", "--", "sh", "-c", "echo begun; sleep 1000"),
          day.project.env,
        );
        await waitFor("the command", () =>
          Promise.resolve(running.printed.stdout === "begun\n" || undefined),
        );
        day.link.cut();
        const { code, stderr } = await running.ended;
        assert.equal(code, 255);
        assert.match(stderr, /^error: .*connection to web-1 .* is gone: [^]*`moorage ps`/);
      });
  });

  for (const [command, words, stty] of [
    ["exec", "exec -it app -- sh", "busybox stty"],
    ["ssh", "ssh web-1", "stty"],
  ] as const) {
    it(`${command} must give a real terminal: its size, Ctrl-C, the exit code, and the old one back`, async () => {
      const typing = words.replace(" ", ` -C ${day.project.folder} -s dev `);
      const terminal = new PseudoTerminal(`moorage ${typing}; echo "code $?"; stty -a`, day.project.env);
      try {
        terminal.type(`until ${stty} size | grep '40 1''00'; do sleep 0.1; done\n`);
        await terminal.shows("40 100");
        await terminal.resize(50, 120);
        terminal.type(`until ${stty} size | grep '50 1''20'; do sleep 0.1; done\n`);
        await terminal.shows("50 120");
        terminal.type("echo slee''ping; sleep 1000\n");
        await terminal.shows("sleeping");
        terminal.type("\u0003");
        terminal.type("echo interr''upted; exit 7\n");
        await terminal.shows("interrupted");
        const shown = await terminal.end();
        assert.match(shown, /code 7\r\n/);
        assert.match(shown, / icanon /);
        assert.match(shown, / echo /);
      } finally {
        terminal.kill();
      }
    });
  }

  for (const [command, words] of [
    ["exec through a jump host", "exec -s jump -it app -- sh"],
    ["ssh through a jump host", "ssh -s jump web-1"],
  ] as const) {
    it(`${command} must give the terminal back when the connection breaks`, async () => {
      const typing = words.replace(" ", ` -C ${day.project.folder} `);
      const terminal = new PseudoTerminal(`moorage ${typing}; echo "code $?"; stty -a`, day.project.env);
      try {
        terminal.type("echo rea''dy\n");
        await terminal.shows("ready");
        day.link.cut();
        const shown = await terminal.end();
        assert.match(shown, /connection to web-1 .* is gone: [^]*`moorage ps`[^]*code 255\r\n/);
        assert.match(shown, / icanon [^]* echo /);
      } finally {
        terminal.kill();
      }
    });
  }

  for (const [words, shown] of [
    ["logs -f speaker", "one"],
    ["exec app -- sh -c 'echo be''gun; sleep 1000'", "begun"],
    ["port-forward app 0:80", "app:80 on"],
  ] as const) {
    it(`Ctrl-C must end ${words.split(" ")[0]}, and leave the terminal as it was`, async () => {
      const typing = words.replace(" ", ` -C ${day.project.folder} -s dev `);
      const line = `trap : INT; moorage ${typing}; echo "code $?"; stty -a`;
      const terminal = new PseudoTerminal(line, day.project.env);
      try {
        await terminal.shows(shown);
        terminal.type("\u0003");
        const end = await terminal.end();
        assert.match(end, /code 130\r\n[^]* icanon [^]* echo /);
      } finally {
        terminal.kill();
      }
    });
  }

  describe("ssh", () => {
    for (const stack of ["dev", "jump"]) {
      it(`must hand over pipes and the exit code of a command (${stack})`, async () => {
        const running = begin(
          day.words("ssh", "-s", stack, "web-1", "--", "cat; echo no >&2; exit 7"),
          day.project.env,
        );
        running.stdin.end("typed");
        assert.deepEqual(await running.ended, { code: 7, stdout: "typed", stderr: "no\n" });
      });
    }
  });
}
