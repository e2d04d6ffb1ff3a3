import assert from "node:assert/strict";
import { mountPointsIn, referencesIn } from "../../../providers/reconcile/container/references";

describe("what a container names of its host", () => {
  it("must be found at each of its places", () => {
    const found = referencesIn({
      image: "web:1",
      networks: [{ network: "back" }, { network: "front" }],
      pidMode: "container:db",
      devices: [{ hostPath: "/dev/fuse" }],
      blkioWeightDevices: [{ path: "/dev/sda", weight: 10 }],
    });
    assert.deepEqual(found, {
      networks: [
        { name: "back", property: "networks[0].network" },
        { name: "front", property: "networks[1].network" },
      ],
      containers: [{ name: "db", property: "pidMode" }],
      devices: [
        { name: "/dev/fuse", property: "devices[0].hostPath" },
        { name: "/dev/sda", property: "blkioWeightDevices[0].path" },
      ],
    });
  });

  it("must not be a network where it has the host's, another container's or none", () => {
    for (const network of ["host", "none", "container:db"]) {
      assert.deepEqual(referencesIn({ image: "web:1", networks: [{ network }] }).networks, []);
    }
    assert.deepEqual(referencesIn({ image: "web:1" }), { networks: [], containers: [], devices: [] });
  });

  it("must be the folders of the host in which others are mounted, where they cannot be made", () => {
    const binds = [
      { source: "/srv/app/", target: "/app", readOnly: true },
      { source: "/srv/log", target: "/log" },
    ];
    const found = mountPointsIn({
      image: "web:1",
      binds,
      volumes: [
        { volume: "v", target: "/app/data/" },
        { volume: "w", target: "/log/old" },
        { volume: "x", target: "/apps" },
      ],
      tmpfs: [{ target: "/app/data/tmp" }, { target: "/app/run" }],
    });
    assert.deepEqual(found, [
      { name: "/srv/app/data", property: "volumes[0].target" },
      { name: "/srv/app/run", property: "tmpfs[1].target" },
    ]);
  });
});
