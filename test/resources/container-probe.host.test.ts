import assert from "node:assert/strict";
import { SwapFailedError } from "../../providers/apply/container/errors";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { PartialError } from "../../providers/resources/lifecycle";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { Deployed } from "./deployed";
import { remoteHost, type RemoteHost } from "./remote-host";

/** Lets one user forward nothing. */
const SSHD = ["Match User deploy", "AllowTcpForwarding no", "Match all"];

/** Nothing is published: the containers answer on the machine's own networks, which this one has no way to. */
describe("a container with a probe", function () {
  this.timeout(300_000);
  let machine: TestHost;
  let host: RemoteHost;
  let web: string;
  let app: Deployed;
  const given = (env: Record<string, string>, probe?: Value): Record<string, Value> => ({
    ...{ image: web, env, networks: [{ network: "back" }, { network: "bridge" }] },
    ...{ minReadySeconds: 0, healthTimeoutSeconds: 3, stopTimeoutSeconds: 1 },
    ...(probe === undefined ? {} : { probe }),
  });
  const names = () => machine.exec(["docker", "ps", "--all", "--format", "{{.Names}} {{.State}}"]);

  before(async () => {
    machine = await startHost({ suite: "bookworm", flavour: "docker", sshdConfig: SSHD });
    await machine.exec(["docker", "network", "create", "back"]);
    host = await remoteHost(machine, "mrg");
    web = await host.load(await webImage());
    app = new Deployed(host, container, "Container", "app");
    await app.up(given({ A: "1" }));
  });
  after(async () => {
    await host?.close();
    await machine?.remove();
  });

  it("must take over once it answers at its own address, through the SSH connection", async () => {
    const old = app.output("containerId");
    await app.up(given({ A: "2" }, { http: { port: 80, path: "/cgi-bin/env" } }));
    assert.notEqual(app.output("containerId"), old);
    await app.up(given({ A: "3", PORT: "81" }, { tcp: { port: 81 } }));
    const waited = app.context.progressed.filter((line) => /answer on port 81/.test(line));
    assert.notDeepEqual(waited, []);
    assert.equal(await names(), "mrg-app running");
  });

  for (const [what, probe, words] of [
    ["nothing listens", { tcp: { port: 82 } }, /did not answer on port 82 within 3 s: .*Connection refused/],
    [
      "the answer is no good",
      { http: { port: 80, path: "/none" } },
      /did not answer GET \/none on port 80 within 3 s: it answered with status 404/,
    ],
  ] as const) {
    it(`must leave the old one serving where ${what}`, async () => {
      const old = app.output("containerId");
      const error = await refused(app.up(given({ A: what }, probe)));
      assert(error instanceof PartialError && error.cause instanceof SwapFailedError, String(error));
      assert.match(error.message, words);
      assert.equal(app.output("containerId"), old);
      assert.deepEqual((await names()).split("\n").sort(), ["mrg-app running", "mrg-app.new exited"]);
    });
  }

  it("must fail at once where it ends while it is asked", async () => {
    const command = ["sh", "-c", "sleep 1; exit 5"];
    const probe = { tcp: { port: 82 } };
    const error = await refused(app.up({ ...given({}, probe), command, healthTimeoutSeconds: 100 }));
    assert.match(error.message, /it ended with exit code 5/);
  });

  it("must change nothing where sshd forwards no TCP", async () => {
    const other = await remoteHost(machine, "other", { user: "deploy" });
    const another = new Deployed(other, container, "Container", "app");
    const before = await names();
    const error = await refused(another.up(given({}, { tcp: { port: 80 } })));
    assert.match(error.message, /forwards no TCP connections.*AllowTcpForwarding yes/);
    assert.equal(await names(), before);
    await other.close();
  });

  async function refused(running: Promise<unknown>): Promise<Error> {
    const error: unknown = await running.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert(error instanceof Error);
    return error;
  }
});
