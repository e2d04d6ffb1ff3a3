import assert from "node:assert/strict";
import { formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { diffContainer } from "../../providers/resources/container/diff";

const host = { hostId: "h1", address: "10.0.0.1", user: "root" };
const bag = (values: Record<string, Value>) => ({ values: { host, image: "web:1", ...values }, secrets: [] });

describe("the diff of a container", () => {
  const olds = { name: "app", env: { A: "1" }, ports: [{ container: 80, host: 8080 }] };
  const state = { ...olds, containerId: "c1", status: "running" };
  const diff = (news: Record<string, Value>, observed: Record<string, Value> = {}) => {
    const request = {
      id: "h1/app",
      oldInputs: bag(olds),
      oldState: bag({ ...state, ...observed }),
      news: bag(news),
    };
    const { differences, deleteBeforeReplace } = diffContainer(request);
    const text = differences.map(
      ({ path, kind, replaces, isInput }) =>
        `${kind} ${formatPath(path)}${replaces ? " (replaces)" : ""}${isInput ? "" : " (drift)"}`,
    );
    return { text, deleteBeforeReplace };
  };

  const rows: readonly (readonly [string, Record<string, Value>, Record<string, Value>, string[]])[] = [
    ["nothing", olds, {}, []],
    ["how the host is reached", { ...olds, host: { ...host, address: "10.0.0.2" } }, {}, []],
    ["a spelling", { ...olds, ports: [{ container: 80, host: 8080, protocol: "tcp" }] }, {}, []],
    ["how it is waited for", { ...olds, minReadySeconds: 5 }, {}, []],
    ["the machine", { ...olds, host: { ...host, hostId: "h2" } }, {}, ["update host.hostId (replaces)"]],
    ["the machine, not known yet", { ...olds, host: UNKNOWN }, {}, ["update host.hostId (replaces)"]],
    ["the name", { ...olds, name: "app2" }, {}, ["update name (replaces)"]],
    ["a variable", { ...olds, env: { A: "2", B: "1" } }, {}, ["update env.A", "add env.B"]],
    ["a variable, not known yet", { ...olds, env: { A: UNKNOWN } }, {}, ["update env.A"]],
    ["the image, not known yet", { ...olds, image: UNKNOWN }, {}, ["update image"]],
    ["an option less", { name: "app", ports: olds.ports }, {}, ["delete env"]],
    ["a stop by hand", olds, { status: "exited" }, ["update status (drift)"]],
    ["a name by hand", olds, { name: "mine" }, ["update name (drift)"]],
    ["a variable by hand", olds, { env: { A: "9" } }, ["update env.A (drift)"]],
    ["what nobody gave, by hand", olds, { memoryMiB: 64 }, []],
  ];
  for (const [what, news, observed, expected] of rows) {
    it(`must know a change of ${what}`, () => {
      assert.deepEqual(diff(news, observed).text, expected);
    });
  }

  it("must have the old one go first where both would have one port of one machine", () => {
    assert.equal(diff({ ...olds, name: "app2" }).deleteBeforeReplace, true);
    assert.equal(diff({ ...olds, host: { ...host, hostId: "h2" } }).deleteBeforeReplace, false);
  });
});
