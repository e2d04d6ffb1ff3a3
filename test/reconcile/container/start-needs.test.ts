import assert from "node:assert/strict";
import type { MountPointJson } from "../../../providers/docker/container-json";
import type { ContainerSpec } from "../../../providers/reconcile/container/options/option";
import { hasName, type StartNeeds, startNeeds } from "../../../providers/reconcile/container/start-needs";
import { old } from "./plans";

interface Made {
  readonly config?: object;
  readonly hostConfig?: object;
  readonly mounts?: readonly MountPointJson[];
}

function needs(spec: Partial<ContainerSpec>, { config, hostConfig, mounts = [] }: Made = {}): StartNeeds {
  const made = { config: { Cmd: ["serve"], ...config }, hostConfig: hostConfig ?? {}, mounts };
  return startNeeds({ image: "web:1", ...spec }, { ...old(), ...made });
}

const mount = (
  Destination: string,
  Type: "bind" | "volume" | "tmpfs" = "bind",
  RW = true,
): MountPointJson => ({
  Type,
  Source: "/src",
  Destination,
  RW,
});

describe("what a container needs inside itself to start", () => {
  it("must be its program, in each folder of its search path", () => {
    assert.deepEqual(
      needs({ command: ["serve"] }, { config: { Env: ["A=1", "PATH=/bin:/opt/bin/"] } }).program,
      {
        name: "serve",
        property: "command",
        paths: ["/bin/serve", "/opt/bin/serve"],
      },
    );
    assert.equal(needs({}).program?.paths.length, 6);
  });

  it("must be the first word of entrypoint and command, asked for by who gave it", () => {
    const config = { Entrypoint: ["/entry"], Cmd: ["serve"] };
    assert.deepEqual(needs({ command: ["serve"] }, { config }).program, {
      name: "/entry",
      property: "image",
      paths: ["/entry"],
    });
    assert.equal(needs({ entrypoint: ["/entry"] }, { config }).program?.property, "entrypoint");
    assert.equal(needs({}).program?.property, "image");
  });

  it("must be looked for from the working directory where it is a relative path", () => {
    const config = { Cmd: ["./run"], WorkingDir: "/app" };
    assert.deepEqual(needs({}, { config }).program?.paths, ["/app/run"]);
  });

  for (const [what, made] of [
    ["another runtime may hand it in", { hostConfig: { Runtime: "nvidia" } }],
    ["a device's driver may hand it in", { hostConfig: { DeviceRequests: [{ Count: 1 }] } }],
    ["it lies in what is temporary", { hostConfig: { Tmpfs: { "/bin": "" } } }],
    ["it lies in a temporary mount", { mounts: [mount("/bin", "tmpfs")] }],
    ["the kernel has it", { config: { Cmd: ["/proc/self/exe"] } }],
    ["the search path depends on where it is", { config: { Env: ["PATH=/usr/bin:"] } }],
    ["nothing is run", { config: { Cmd: null } }],
  ] as const) {
    it(`must be no program where ${what}`, () => {
      assert.equal(needs({}, made).program, undefined);
    });
  }

  it("must be the names of its user and groups, and no numbers", () => {
    const groupAdds = ["5", "wheel"];
    const { users, groups } = needs({ user: "app:staff", groupAdds }, { config: { User: "app:staff" } });
    assert.deepEqual(users, [{ name: "app", property: "user" }]);
    assert.deepEqual(groups, [
      { name: "staff", property: "user" },
      { name: "wheel", property: "groupAdds[1]" },
    ]);
    assert.deepEqual(needs({}, { config: { User: "1000:1000" } }).users, []);
    assert.deepEqual(needs({}, { config: { User: "" } }).groups, []);
    assert.deepEqual(needs({}, { config: { User: "app" } }).users, [{ name: "app", property: "image" }]);
  });

  it("must be no names where others are mounted over the image's", () => {
    const made = { config: { User: "app:staff" }, mounts: [mount("/etc/passwd")] };
    assert.deepEqual(needs({}, made).users, []);
    assert.equal(needs({}, made).groups.length, 1);
    assert.deepEqual(needs({}, { ...made, mounts: [mount("/etc")] }).groups, []);
  });

  it("must be found in a file of names by the whole name", () => {
    const file = "root:x:0:0::/:/bin/sh\n app:x:5:5::/:\n";
    assert.deepEqual(
      ["root", "app", "ap", "x"].map((name) => hasName(file, name)),
      [true, true, false, false],
    );
  });

  it("must be a folder for each mount that lies right in a read-only one", () => {
    const mounts = [
      mount("/a", "bind", false),
      mount("/a/b", "volume"),
      mount("/a/b/c", "volume"),
      mount("/ab", "volume"),
    ];
    const spec = {
      volumes: [
        { volume: "v", target: "/x" },
        { volume: "w", target: "/a/b/" },
      ],
      tmpfs: [{ target: "/a/t" }],
    };
    assert.deepEqual(needs(spec, { mounts, hostConfig: { Tmpfs: { "/a/t": "" } } }).mountPoints, [
      { name: "/a/b", property: "volumes[1].target" },
      { name: "/a/t", property: "tmpfs[0].target" },
    ]);
  });
});
