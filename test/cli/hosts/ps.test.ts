import assert from "node:assert/strict";
import type { ContainerSummaryJson } from "../../../providers/docker/container-json";
import { foundRow, goneRow, silentRow, type PsRow } from "../../../cli/hosts/ps-row";
import { psTable } from "../../../cli/hosts/ps-table";
import { painter } from "../../../cli/colour";
import { age, bytes } from "../../../cli/text/amounts";

const host = { name: "web-1", link: { hostId: "h1" }, urn: undefined };
const container = { name: "app", container: "shop-dev-app", host };
const summary: ContainerSummaryJson = {
  Id: "1",
  Names: ["/shop-dev-app"],
  Image: "app:1",
  ImageID: "sha256:1",
  State: "running",
  Status: "Up 3 minutes (healthy)",
  Created: 1_000,
  SizeRw: 12,
  SizeRootFs: 1_234_567,
  Labels: null,
  Ports: [],
  Mounts: [],
};

describe("a row of ps", () => {
  const healths: readonly (readonly [string, PsRow["health"], string])[] = [
    ["Up 3 minutes (healthy)", "healthy", "Up 3 minutes"],
    ["Up 3 minutes (unhealthy)", "unhealthy", "Up 3 minutes"],
    ["Up 1 second (health: starting)", "starting", "Up 1 second"],
    ["Up 3 minutes (Paused)", undefined, "Up 3 minutes (Paused)"],
    ["Exited (1) 2 hours ago", undefined, "Exited (1) 2 hours ago"],
  ];
  for (const [Status, health, status] of healths) {
    it(`must tell state and health of "${Status}" apart`, () => {
      const row = foundRow(container, { ...summary, Status });
      assert.deepEqual([row.health, row.status], [health, status]);
    });
  }

  it("must have each port once, with the address where it is not every one", () => {
    const Ports = [
      { IP: "127.0.0.1", PrivatePort: 443, PublicPort: 8443, Type: "tcp" },
      { IP: "0.0.0.0", PrivatePort: 80, PublicPort: 8080, Type: "tcp" },
      { IP: "::", PrivatePort: 80, PublicPort: 8080, Type: "tcp" },
      { IP: "::1", PrivatePort: 81, PublicPort: 8081, Type: "tcp" },
      { PrivatePort: 53, Type: "udp" },
    ];
    assert.deepEqual(foundRow(container, { ...summary, Ports }).ports, [
      "53/udp",
      "8080->80/tcp",
      "[::1]:8081->81/tcp",
      "127.0.0.1:8443->443/tcp",
    ]);
  });

  it("must be one line each, without columns of which nothing is known", () => {
    const rows = [foundRow(container, summary), goneRow(container), silentRow(container)];
    const lines = psTable(rows, 1_065, (text) => text).split("\n");
    assert.deepEqual(lines, [
      "NAME   HOST    STATUS                 HEALTH    AGE     SIZE",
      "app    web-1   Up 3 minutes           healthy   1m 5s   12B (virtual 1.23MB)",
      "app    web-1   gone",
      "app    web-1   host does not answer",
      "",
    ]);
  });
});

describe("colours", () => {
  const stdout = { isTTY: true } as NodeJS.WriteStream;
  it("must be on a terminal only, and not where they are not wanted", () => {
    const paints = (terminal: { stdout: NodeJS.WriteStream; env: Record<string, string> }) =>
      painter(terminal)("x", "red") !== "x";
    assert.equal(paints({ stdout, env: {} }), true);
    assert.equal(paints({ stdout, env: { NO_COLOR: "1" } }), false);
    assert.equal(paints({ stdout, env: { TERM: "dumb" } }), false);
    assert.equal(paints({ stdout: {} as NodeJS.WriteStream, env: {} }), false);
  });
});

describe("amounts in words", () => {
  it("must be an age in its two largest units", () => {
    assert.deepEqual([0.4, 59, 60, 3_661, 90_000, 86_400].map(age), [
      "0s",
      "59s",
      "1m 0s",
      "1h 1m",
      "1d 1h",
      "1d 0h",
    ]);
  });
  it("must be bytes in powers of 1000", () => {
    assert.deepEqual([0, 999, 1000, 225_400_000].map(bytes), ["0B", "999B", "1kB", "225MB"]);
  });
});
