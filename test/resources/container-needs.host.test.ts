import assert from "node:assert/strict";
import { MissingNetworkError, SwapFailedError } from "../../providers/apply/container/errors";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { PartialError } from "../../providers/resources/lifecycle";
import { network } from "../../providers/resources/network";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { Deployed } from "./deployed";
import { remoteHost, type RemoteHost } from "./remote-host";

/** Lets one user forward nothing. */
const SSHD = ["Match User deploy", "AllowTcpForwarding no", "Match all"];

/** Nothing is published: the containers answer on the machine's own networks, which this one has no way to. */
describe("what a container needs of its host", function () {
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
  const names = () =>
    machine.exec(["docker", "ps", "--all", "--filter", "name=mrg-app", "--format", "{{.Names}} {{.State}}"]);

  before(async () => {
    machine = await startHost({ suite: "bookworm", flavour: "docker", sshdConfig: SSHD });
    await machine.exec(["docker", "network", "create", "back"]);
    host = await remoteHost(machine, "mrg");
    web = await host.load(await webImage());
    app = new Deployed(host, container, "Container", "app");
    await app.up(given({ A: "1" }));
    await machine.exec(["docker", "run", "--name", "ended", web, "true"]);
  });
  after(async () => {
    await host?.close();
    await machine?.remove();
  });

  it("must, with a probe, take over once it answers at its own address, through the SSH connection", async () => {
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
    it(`must, with a probe, leave the old one serving where ${what}`, async () => {
      const old = app.output("containerId");
      const error = await refused(app.up(given({ A: what }, probe)));
      assert(error instanceof PartialError && error.cause instanceof SwapFailedError, String(error));
      assert.match(error.message, words);
      assert.equal(app.output("containerId"), old);
      assert.deepEqual((await names()).split("\n").sort(), ["mrg-app running", "mrg-app.new exited"]);
    });
  }

  it("must, with a probe, fail at once where it ends while it is asked", async () => {
    const command = ["sh", "-c", "sleep 1; exit 5"];
    const probe = { tcp: { port: 82 } };
    const error = await refused(app.up({ ...given({}, probe), command, healthTimeoutSeconds: 100 }));
    assert.match(error.message, /it ended with exit code 5/);
  });

  it("must, with a probe, be possible: nothing changes where sshd forwards no TCP", async () => {
    const other = await remoteHost(machine, "other", { user: "deploy" });
    const another = new Deployed(other, container, "Container", "app");
    const before = await names();
    const error = await refused(another.up(given({}, { tcp: { port: 80 } })));
    assert.match(error.message, /forwards no TCP connections.*AllowTcpForwarding yes/);
    assert.equal(await names(), before);
    await other.close();
  });

  for (const [what, values, error, property] of [
    [
      "a network",
      { networks: [{ network: "bridge" }, { network: "nowhere" }] },
      "MissingNetworkError",
      "networks[1].network",
    ],
    [
      "a container whose network it shares",
      { networks: [{ network: "container:nobody" }] },
      "MissingContainerError",
      "networks[0].network",
    ],
    [
      "a container whose processes it shares, which has ended",
      { pidMode: "container:ended" },
      "MissingContainerError",
      "pidMode",
    ],
    [
      "a device",
      { devices: [{ hostPath: "/dev/null" }, { hostPath: "/dev/no such" }] },
      "MissingDeviceError",
      "devices[1].hostPath",
    ],
    [
      "a device that it is limited at",
      { deviceReadBps: [{ path: "/dev/none", rate: 1000 }] },
      "MissingDeviceError",
      "deviceReadBps[0].path",
    ],
  ] as const) {
    it(`must be there before the one that serves is stopped: ${what}`, async () => {
      const fixed = new Deployed(host, container, "Container", "fixed");
      const stopFirst: Record<string, Value> = {
        ...{ image: web, minReadySeconds: 0, stopTimeoutSeconds: 1 },
        updateStrategy: "stop-first",
      };
      await fixed.up(stopFirst);
      const started = await startOf(fixed.name);
      const news = { ...stopFirst, ...(values as Record<string, Value>) };
      const isDevice = error === "MissingDeviceError";
      if (isDevice) await assert.rejects(fixed.preview(news), { name: error, property });
      else await fixed.preview(news);
      const warned = fixed.context.logged.filter((line) => line.startsWith(`warning: ${property}: `));
      assert.equal(
        warned.length,
        isDevice || what.endsWith("has ended") ? 0 : 1,
        fixed.context.logged.join(),
      );
      await assert.rejects(fixed.up(news), { name: error, property });
      assert.equal(await startOf(fixed.name), started);
      await fixed.destroy();
    });
  }

  it("must not be warned of where the same preview makes it", async () => {
    const net = new Deployed(host, network, "Network", "soon");
    const one = new Deployed(host, container, "Container", "one");
    const two = new Deployed(host, container, "Container", "two");
    await net.preview({});
    await one.preview({ image: web, networks: [{ network: net.name }] });
    await two.preview({ image: web, networks: [{ network: `container:${one.name}` }] });
    assert.deepEqual(
      [one, two].flatMap(({ context }) => context.logged.filter(isWarning)),
      [],
    );
  });

  it("must be told only after one serves again that an interrupted run had stopped", async () => {
    const values = { image: web, minReadySeconds: 0, stopTimeoutSeconds: 1 };
    const half = new Deployed(host, container, "Container", "half");
    await half.up(values);
    const labels = await machine.exec([
      "docker",
      "inspect",
      "--format",
      `{{range $k, $v := .Config.Labels}}--label {{$k}}={{$v}} {{end}}`,
      half.name,
    ]);
    const next = [...labels.trim().split(" "), "--name", `${half.name}.new`, web];
    await machine.exec(["docker", "create", ...next]);
    await machine.exec(["docker", "stop", half.name]);
    const error = await refused(half.up({ ...values, networks: [{ network: "nowhere" }] }));
    assert(error instanceof PartialError && error.cause instanceof MissingNetworkError, String(error));
    assert.equal(
      await machine.exec(["docker", "inspect", "--format", "{{.State.Status}}", half.name]),
      "running",
    );
    await half.destroy();
  });

  const isWarning = (line: string) => line.startsWith("warning");
  const startOf = (name: string) =>
    machine.exec(["docker", "inspect", "--format", "{{.Id}} {{.State.StartedAt}}", name]);

  async function refused(running: Promise<unknown>): Promise<Error> {
    const error: unknown = await running.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert(error instanceof Error);
    return error;
  }
});
