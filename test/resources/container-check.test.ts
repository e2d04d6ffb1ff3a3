import assert from "node:assert/strict";
import { formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { checkContainer } from "../../providers/resources/container/check";
import { diffContainer } from "../../providers/resources/container/diff";
import type { Urn } from "../../providers/resources/lifecycle";

const urn: Urn = {
  text: "urn:pulumi:dev::my shop::moorage:index:Container::app",
  stack: "dev",
  project: "my shop",
  type: "moorage:index:Container",
  name: "app",
};
const host = { hostId: "h1", address: "10.0.0.1", user: "root" };
const bag = (values: Record<string, Value>) => ({ values: { host, image: "web:1", ...values }, secrets: [] });

function failures(values: Record<string, Value>): string[] {
  const found = checkContainer(urn, { olds: undefined, news: bag(values) }).failures;
  return found.map(({ path, reason }) => `${formatPath(path)} ${reason}`);
}

describe("the check of a container", () => {
  it("must fill in the name, and drop what is null", () => {
    const { inputs } = checkContainer(urn, {
      olds: undefined,
      news: bag({ user: null, ports: [{ container: 80, host: null }] }),
    });
    assert.deepEqual(inputs.values, {
      host,
      image: "web:1",
      name: "my-shop-dev-app",
      ports: [{ container: 80 }],
    });
  });

  const wrong: readonly (readonly [string, Record<string, Value>, RegExp])[] = [
    ["a name that the engine refuses", { name: "-a" }, /^name must/],
    ["a label of Moorage's", { labels: { "io.moorage.urn": "x" } }, /^labels\["io\.moorage\.urn"\] must not/],
    [
      "a host port twice",
      {
        ports: [
          { container: 1, host: 80 },
          { container: 2, host: 80 },
        ],
      },
      /^ports\[1\]\.host .*80/,
    ],
    [
      "all addresses without saying so",
      { ports: [{ container: 1, address: "0.0.0.0" }] },
      /^ports\[0\]\.address .*public/,
    ],
    [
      "one address and all",
      { ports: [{ container: 1, address: "10.0.0.1", public: true }] },
      /^ports\[0\]\.address/,
    ],
    [
      "a target twice",
      { volumes: [{ volume: "a", target: "/a" }], binds: [{ source: "/b", target: "/a" }] },
      /^binds\[0\]\.target/,
    ],
    ["a network twice", { networks: [{ network: "a" }, { network: "a" }] }, /^networks\[1\]\.network/],
    [
      "a fixed address on the default network",
      { networks: [{ network: "bridge", ipv4Address: "172.17.0.9" }] },
      /^networks\[0\]\.ipv4Address/,
    ],
    [
      "aliases on the host's network",
      { networks: [{ network: "host", aliases: ["a"] }] },
      /^networks\[0\]\.aliases/,
    ],
    [
      "ports on the host's network",
      { networks: [{ network: "host" }], ports: [{ container: 80 }] },
      /^ports /,
    ],
    [
      "the host's network and another",
      { networks: [{ network: "host" }, { network: "a" }] },
      /^networks\[0\]\.network/,
    ],
    ["retries without on-failure", { maxRetryCount: 3 }, /^maxRetryCount .*on-failure/],
    [
      "a reservation above the limit",
      { memoryMiB: 64, memoryReservationMiB: 65 },
      /^memoryReservationMiB .*64/,
    ],
    ["a command without a word", { command: [] }, /^command /],
    ["a health check of no kind", { healthcheck: { test: ["/ok"] } }, /^healthcheck\.test /],
    ["a variable with =", { env: { "A=B": "1" } }, /^env\["A=B"\] /],
    ["a variable with NUL", { env: { A: "a\0b" } }, /^env\.A /],
    [
      "start-first with a fixed port",
      { updateStrategy: "start-first", ports: [{ container: 1, host: 80 }] },
      /^updateStrategy .*port/,
    ],
    [
      "start-first with a fixed address",
      { updateStrategy: "start-first", networks: [{ network: "a", ipv4Address: "10.0.0.2" }] },
      /^updateStrategy .*address/,
    ],
  ];
  for (const [what, values, expected] of wrong) {
    it(`must refuse ${what}`, () => {
      const found = failures(values);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", expected);
    });
  }

  it("must say all that is wrong at once", () => {
    assert.equal(failures({ maxRetryCount: 3, command: [], env: { "": "1" } }).length, 3);
  });

  it("must let through what contradicts nothing", () => {
    const ports = [
      { container: 53, host: 53, protocol: "udp" },
      { container: 53, host: 53 },
      { container: 80, host: 80, public: true },
      { container: 81, host: 81, address: "0.0.0.0", public: true },
    ];
    const networks = [{ network: "a", aliases: ["x"], ipv4Address: "10.0.0.2" }, { network: "b" }];
    assert.deepEqual(failures({ ports, networks, restart: "on-failure", maxRetryCount: 3 }), []);
  });

  it("must not mind what is not known yet", () => {
    const unknown: Record<string, Value> = {
      ports: UNKNOWN,
      networks: [{ network: UNKNOWN }],
      env: { A: UNKNOWN },
      restart: UNKNOWN,
    };
    assert.deepEqual(
      failures({ ...unknown, maxRetryCount: 3, image: UNKNOWN, host: UNKNOWN } as Record<string, Value>),
      [],
    );
  });
});

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
