import assert from "node:assert/strict";
import { waitFor } from "../../../support/setup/wait-for";
import { type as begin } from "../../typed";
import type { WorkingDay } from "./working-day";

/** What containers wrote. */
export function logs(day: WorkingDay): void {
  describe("logs", () => {
    it("must be one container's, as it wrote it", async () => {
      const { code, stdout, stderr } = await day.typed("logs", "speaker");
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "one\n", stderr: "two\n" });
    });

    it("must be several containers', each line under its name", async () => {
      const { stdout } = await day.typed("logs", "speaker", "shop-dev-ended");
      assert.deepEqual(stdout.split("\n").sort(), ["", "ended   | bye", "speaker | one"]);
    });

    it("must be as much as is asked for", async () => {
      assert.equal((await day.typed("logs", "speaker", "--tail", "0")).stdout, "");
      assert.equal((await day.typed("logs", "speaker", "--since", "0s")).stdout, "");
      assert.match((await day.typed("logs", "ended", "--timestamps")).stdout, /^\d{4}-\S+Z bye\n$/);
    });

    it("must name the container that is gone, and print the others", async () => {
      const { code, stdout, stderr } = await day.typed("logs", "ended", "lost");
      assert.deepEqual({ code, stdout }, { code: 1, stdout: "ended | bye\n" });
      assert.match(stderr, /^error: Cannot inspect container shop-dev-lost on web-1 .*: No such container/);
    });

    it("must be followed until Ctrl-C", async () => {
      const following = await followed();
      following.interrupt();
      assert.equal((await following.ended).code, 130);
    });

    it("must end in peace when nobody reads them any more", async () => {
      const following = await followed();
      following.stdout.emit("error", Object.assign(new Error("EPIPE"), { code: "EPIPE" }));
      assert.equal((await following.ended).code, 0);
    });

    for (const stack of ["dev", "jump"]) {
      it(`must name the host and the next step when the connection breaks (${stack})`, async () => {
        const following = await followed(stack);
        day.link.cut();
        const { code, stderr } = await following.ended;
        assert.equal(code, 1);
        assert.match(stderr, /^two\nerror: .*connection to web-1 .* is gone: [^]*`moorage ps`/);
      });
    }

    async function followed(stack = "dev") {
      const following = begin(day.words("logs", "-f", "-s", stack, "speaker"), day.project.env);
      await waitFor("the log", () => Promise.resolve(following.printed.stdout === "one\n" || undefined));
      return following;
    }
  });
}
