import assert from "node:assert/strict";
import { foreseeContainer } from "../../../providers/reconcile/container/foresee";
import type { ContainerFacts } from "../../../providers/reconcile/container/observe";
import type { ContainerSpec } from "../../../providers/reconcile/container/options/option";
import { desiredOf } from "./engine-echo";
import { old, plan } from "./plans";

describe("what is foreseen of a container", () => {
  const foresee = (
    spec: Partial<ContainerSpec>,
    current?: ContainerFacts,
    formerly: Partial<ContainerSpec> = {},
  ) =>
    foreseeContainer(
      desiredOf(spec),
      plan(spec, current === undefined ? {} : { current }, { formerly }),
      current,
    );
  const port = (host: number, isPublic = true) => ({ container: 80, host, public: isPublic });

  it("must be the plan's steps, each with its cause", () => {
    assert.deepEqual(foresee({}).steps.slice(0, 2), [
      { kind: "create", text: "create app", cause: "it is not there" },
      { kind: "start", text: "start app", cause: "it shall run" },
    ]);
  });

  it("must be no downtime where the new one works before the old one stops", () => {
    const { downtime } = foresee({ env: { A: "2" } }, old());
    assert.deepEqual([downtime?.order, downtime?.stopSeconds, downtime?.readySeconds], ["start-first", 0, 0]);
  });

  it("must be a downtime of the old one's own stop timeout and the new one's gate, with the reason", () => {
    const before = { ports: [port(8080, false)], stopTimeoutSeconds: 7 };
    const { downtime } = foresee({ ...before, stopTimeoutSeconds: 20, env: { A: "2" } }, old(before), before);
    assert.equal(downtime?.order, "stop-first");
    assert.equal(downtime.stopSeconds, 7);
    assert.ok(downtime.readySeconds > 0);
    assert.equal(downtime.cause, "both publish host port 8080");
  });

  it("must be no downtime of what is down already, or stays", () => {
    assert.equal(foresee({ env: { A: "2" } }, old({}, { status: "exited" })).downtime, undefined);
    assert.equal(foresee({}).downtime, undefined);
  });

  it("must name the ports that become public, and not those that were", () => {
    const before = { ports: [port(8080), port(9090, false)] };
    const after = {
      ports: [port(8080), port(9090), { container: 53, public: true, protocol: "udp" as const }],
    };
    assert.deepEqual(foresee(after, old(before), before).publicPorts, [
      { host: "9090", container: 80, protocol: "tcp" },
      { container: 53, protocol: "udp" },
    ]);
    const everywhere = { ports: [{ container: 80, host: 80, address: "::" }] };
    assert.deepEqual(foresee(everywhere).publicPorts, [{ host: "80", container: 80, protocol: "tcp" }]);
    assert.deepEqual(foresee({ ports: [{ container: 80, host: 80, address: "10.0.0.1" }] }).publicPorts, []);
  });
});
