import assert from "node:assert/strict";
import { connect } from "node:net";
import { once } from "node:events";
import { waitFor } from "../../../support/setup/wait-for";
import { type as begin, type Typing } from "../../typed";
import type { WorkingDay } from "./working-day";

/** A line on which nothing comes any more, and that nobody closes: only who asks finds out. */
export function deadLine(day: WorkingDay): void {
  describe("a line that goes dead without an end", () => {
    after(() => day.link.resume());

    it("must end what waits for the host, and say which host that is", async () => {
      const start = async (shown: RegExp, ...words: [string, ...string[]]): Promise<Typing> => {
        const running = begin(day.words(...words), day.project.env);
        const { printed } = running;
        await waitFor(words[0], () => Promise.resolve(shown.test(printed.stdout) || undefined));
        return running;
      };
      const exec = await start(/begun/, "exec", "app", "--", "sh", "-c", "echo begun; sleep 1000");
      const jumping = await start(
        /begun/,
        ...(["exec", "-s", "jump", "app", "--", "sh", "-c", "echo begun; sleep 1000"] as const),
      );
      const ssh = await start(/begun/, "ssh", "web-1", "--", "echo begun; sleep 1000");
      const logs = await start(/one/, "logs", "-f", "speaker");
      const forward = await start(/:80 on/, "port-forward", "app", "0:80");
      const [, port] = /127\.0\.0\.1:(\d+) /.exec(forward.printed.stdout) ?? [];
      const socket = connect(Number(port), "127.0.0.1");
      socket.resume().on("error", () => undefined);
      await once(socket, "connect");
      socket.write("GET /waits HTTP/1.1\r\n");
      day.link.stall();
      const gone = /^(one\n|two\n)?error: (app:80: )?.*connection to web-1 .* is gone: [^]*/;
      const codes: number[] = [];
      for (const running of [exec, jumping, ssh, logs]) {
        const { code, stderr } = await running.ended;
        assert.match(stderr, gone);
        assert.match(stderr, /`moorage ps`/);
        codes.push(code);
      }
      assert.deepEqual(codes, [255, 255, 255, 1]);
      if (!socket.closed) await once(socket, "close");
      assert.match(forward.printed.stderr, gone);
      forward.interrupt();
      assert.equal((await forward.ended).code, 130);
    });
  });
}
