import assert from "node:assert/strict";
import { formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { checkContainer } from "../../providers/resources/container/check";
import type { Urn } from "../../providers/resources/lifecycle";
import { tooLong } from "./container-check-paths";
import { wrongProbes } from "./container-check-probes";
import { wrong } from "./container-check-rows";

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

  for (const [what, values, expected] of [...wrong, ...wrongProbes, ...tooLong]) {
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
    const volumes = [
      { volume: "a", target: "/data" },
      { volume: "b", target: "/fixed", readOnly: true },
    ];
    const paths = { readonlyPaths: ["/fixed", "/dat"], maskedPaths: ["/data/hidden", "/da"] };
    assert.deepEqual(failures({ entrypoint: ["sh", "-c"], command: ["a".repeat(5000)] }), []);
    assert.deepEqual(failures({ readOnly: true, tmpfs: [{ target: "/tmp" }], volumes, ...paths }), []);
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
