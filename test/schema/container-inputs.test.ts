import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackageSpec } from "../../providers/schema/package-spec";
import { validate } from "../../providers/schema/validate";
import { formatPath, type Value } from "../../providers/resources/bag";

const schema = JSON.parse(
  readFileSync(join(__dirname, "../../providers/schema.json"), "utf8"),
) as PackageSpec;
const spec = schema.resources["moorage:index:Container"];
assert(spec !== undefined);
const expected = { properties: spec.inputProperties, required: [] };

/** What is wrong, by the schema alone. */
function failures(values: Record<string, Value>): string[] {
  return validate(schema, expected, values).map(({ path, reason }) => `${formatPath(path)} ${reason}`);
}

const wrong: readonly (readonly [string, Record<string, Value>, RegExp])[] = [
  ["less memory than the engine takes", { memoryMiB: 5 }, /^memoryMiB must be at least 6/],
  ["memory in words", { memoryMiB: "64m" }, /^memoryMiB must be a number, not a string/],
  ["swappiness above all", { memorySwappiness: 101 }, /^memorySwappiness must be at most 100/],
  ["a score out of range", { oomScoreAdj: 1001 }, /^oomScoreAdj must be at most 1000/],
  ["a score out of range below", { oomScoreAdj: -1001 }, /^oomScoreAdj must be at least -1000/],
  ["no shared memory", { shmSizeMiB: 0 }, /^shmSizeMiB must be at least 0.001/],
  ["processors in words", { cpusetCpus: "first" }, /^cpusetCpus must match/],
  ["processors as a number", { cpusetCpus: 0 }, /^cpusetCpus must be a string/],
  ["too short a period", { cpuPeriodMicroseconds: 999 }, /^cpuPeriodMicroseconds must be at least 1000/],
  ["too little time", { cpuQuotaMicroseconds: 10 }, /^cpuQuotaMicroseconds must be at least 1000/],
  ["too many shares", { cpuShares: 262_145 }, /^cpuShares must be at most 262144/],
  ["a weight out of range", { blkioWeight: 9 }, /^blkioWeight must be at least 10/],
  [
    "a device's weight out of range",
    { blkioWeightDevices: [{ path: "/dev/a", weight: 1001 }] },
    /^blkioWeightDevices\[0\]\.weight must be at most 1000/,
  ],
  [
    "a rate of nothing",
    { deviceReadBps: [{ path: "/dev/a", rate: 0 }] },
    /^deviceReadBps\[0\]\.rate must be at least 1/,
  ],
  ["no processes", { pidsLimit: 0 }, /^pidsLimit must be at least 1/],
  ["a limit without its name", { ulimits: [{ soft: 1, hard: 1 }] }, /^ulimits\[0\]\.name is required/],
  [
    "permissions that are none",
    { devices: [{ hostPath: "/dev/a", permissions: "x" }] },
    /^devices\[0\]\.permissions must match/,
  ],
  ["a relative device", { devices: [{ hostPath: "dev/a" }] }, /^devices\[0\]\.hostPath must match/],
  ["another namespace than there is", { pidMode: "private" }, /^pidMode must match/],
  ["a namespace of IPC that is none", { ipcMode: "mine" }, /^ipcMode must match/],
  ["a control group namespace that is none", { cgroupnsMode: "shared" }, /^cgroupnsMode must be one of/],
  ["a name space of users that is none", { usernsMode: "private" }, /^usernsMode must match/],
  ["a port of 0", { ports: [{ container: 0 }] }, /^ports\[0\]\.container must be at least 1/],
  [
    "a port in words",
    { ports: [{ container: "http" }] },
    /^ports\[0\]\.container must be a whole number or match/,
  ],
  [
    "a port that is a list",
    { ports: [{ container: [80] }] },
    /^ports\[0\]\.container must be a whole number or a string, not a list/,
  ],
  [
    "half a port",
    { ports: [{ container: 80.5 }] },
    /^ports\[0\]\.container must be a whole number or a string/,
  ],
  ["a mode in decimals", { tmpfs: [{ target: "/a", mode: "999" }] }, /^tmpfs\[0\]\.mode must match/],
  ["the root as a target", { tmpfs: [{ target: "/" }] }, /^tmpfs\[0\]\.target must match/],
  [
    "a propagation that is none",
    { binds: [{ source: "/a", target: "/a", propagation: "all" }] },
    /^binds\[0\]\.propagation must be one of/,
  ],
  [
    "no MAC address",
    { networks: [{ network: "a", macAddress: "02-42" }] },
    /^networks\[0\]\.macAddress must match/,
  ],
  ["a platform of no form", { platform: "linux amd64" }, /^platform must match/],
  ["text for yes", { privileged: "true" }, /^privileged must be a boolean, not a string/],
  ["a mistyped name", { memoryMib: 64 }, /^memoryMib is not a known property; did you mean "memoryMiB"/],
  [
    "an option of Docker's that Moorage names otherwise",
    { securityOpt: ["a"] },
    /^securityOpt .*"securityOpts"/,
  ],
];

describe("the schema of a container's arguments", () => {
  for (const [what, values, reason] of wrong) {
    it(`must refuse ${what}`, () => {
      const found = failures(values);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", reason);
    });
  }

  it("must take ports and ranges", () => {
    assert.deepEqual(
      failures({ ports: [{ container: 80, host: "8000-8010" }, { container: "9000-9010" }] }),
      [],
    );
  });
});
