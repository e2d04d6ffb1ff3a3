import assert from "node:assert/strict";
import { request } from "node:http";
import { waitFor } from "../../../support/setup/wait-for";
import { type as begin } from "../../typed";
import type { WorkingDay } from "./working-day";

/** A way to a port that is not published. */
export function portForward(day: WorkingDay): void {
  describe("port-forward", () => {
    it("must lead to a port that is not published, again after a break, until Ctrl-C", async () => {
      const running = begin(day.words("port-forward", "app", "0:80", "0:81"), day.project.env);
      await waitFor("the port", () =>
        Promise.resolve(running.printed.stdout.includes(":81 on") || undefined),
      );
      const [, port, wrong] =
        /127\.0\.0\.1:(\d+) -> app:80 on web-1\n127\.0\.0\.1:(\d+) ->/.exec(running.printed.stdout) ?? [];
      const get = () => ask(port);
      const ask = (at: string | undefined) => httpGet(Number(at));
      assert.deepEqual(await Promise.all([get(), get()]), ["1", "1"]);
      day.link.cut();
      await waitFor("a new connection", get);
      assert.equal(await ask(wrong), undefined);
      assert.match(running.printed.stderr, /^error: app:81: .*refuse/m);
      running.interrupt();
      assert.equal((await running.ended).code, 130);
      assert.equal(await get(), undefined);
    });

    it("must say that a container is not running", async () => {
      const { code, stderr } = await day.typed("port-forward", "ended", "0:80");
      assert.equal(code, 1);
      assert.match(stderr, /^error: ended on web-1 .* has no address: it is exited, not running/);
    });
  });
}

/** The body that a port answers, on a connection of its own; undefined where it answers nothing. */
function httpGet(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, agent: false, timeout: 10_000 }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve(body.trim()));
    });
    asked.on("error", () => resolve(undefined)).on("timeout", () => asked.destroy());
    asked.end();
  });
}
