import assert from "node:assert/strict";
import { containersOf, type Demand } from "../../../bench/peers/demand";
import { complaints, type InspectedContainer } from "../../../bench/peers/observed";

const demand: Demand = { count: 2, colour: "green" };

/** As an engine has it, with what contestants and images add by themselves. */
const made = ({ count, colour }: Demand): InspectedContainer[] =>
  containersOf({ count, colour }).map(({ name, env, port, hasVolume }) => ({
    ...{ Id: `id-${name}`, Name: `/${name}`, State: { Running: true } },
    Config: {
      Image: "moorage-bench/web:1",
      Env: [...Object.entries(env).map(([key, value]) => `${key}=${value}`), "PATH=/bin"],
      Labels: { tier: "web", "com.docker.compose.service": name },
    },
    HostConfig: {
      RestartPolicy: { Name: "unless-stopped" },
      PortBindings:
        port === undefined ? null : { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
    },
    Mounts: hasVolume ? [{ Name: "bench-data", Destination: "/data" }] : [],
    NetworkSettings: { Networks: { bench: {} } },
  }));

const around = { networks: ["bench"], volumes: ["bench-data"] };

describe("what a contestant left on its host", () => {
  it("must be found good if it is as it was demanded", () => {
    assert.deepEqual(complaints({ containers: made(demand), ...around }, demand), []);
  });

  it("must be found good if nothing is there and nothing was demanded", () => {
    assert.deepEqual(complaints({ containers: [], networks: [], volumes: [] }, undefined), []);
  });

  it("must be found wanting by name: what is missing, what differs, what is too much", () => {
    const [first, ...others] = made({ count: 4, colour: "blue" });
    assert.ok(first !== undefined);
    const stopped = { ...first, State: { Running: false } };
    const found = complaints(
      { containers: [stopped, ...others.slice(0, 1), ...others.slice(2)], ...around },
      {
        ...{ count: 3, colour: "green" },
      },
    );
    assert.deepEqual(found, [
      "app-3 should not be there",
      "running of app-0: false, not true",
      'env of app-1: ["COLOUR=blue","INDEX=1"], not ["COLOUR=green","INDEX=1"]',
      "app-2 is not there",
    ]);
  });

  it("must be found wanting if a network or a volume stays behind", () => {
    assert.deepEqual(complaints({ containers: [], ...around }, undefined), [
      'networks: ["bench"], not []',
      'volumes: ["bench-data"], not []',
    ]);
  });
});
