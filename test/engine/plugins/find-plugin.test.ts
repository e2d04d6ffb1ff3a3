import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPlugin, type PluginPlaces } from "../../../engine/plugins/find-plugin";
import { compareVersions, parseVersion, type Version } from "../../../engine/plugins/version";

describe("a plugin's program", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "moorage-plugins-"));
    for (const version of ["1.0.0", "1.10.0", "1.9.0", "2.0.0-beta.1"])
      add(`installed/resource-lab-v${version}`);
    add("installed/resource-half-v1.0.0");
    writeFileSync(join(folder, "installed/resource-half-v1.0.0.partial"), "");
    add("path", "lab");
    add("own", "lab");
  });
  after(() => rmSync(folder, { recursive: true }));

  function add(place: string, name = /resource-(\w+)-/.exec(place)?.[1] ?? ""): void {
    mkdirSync(join(folder, place), { recursive: true });
    const program = join(folder, place, `pulumi-resource-${name}`);
    writeFileSync(program, "#!/bin/sh\n");
    chmodSync(program, 0o755);
  }

  function places(given: Partial<PluginPlaces> = {}): PluginPlaces {
    return {
      project: [],
      path: undefined,
      installed: join(folder, "installed"),
      sdk: () => undefined,
      ...given,
    };
  }

  const find = (spec: { name: string; version?: string }, given: Partial<PluginPlaces> = {}): string =>
    findPlugin(spec, places(given)).slice(folder.length + 1);

  it("must be the project's own before one on PATH, and that before an installed one", () => {
    const project = [{ name: "lab", path: join(folder, "own") }];
    const path = `/nowhere:${join(folder, "path")}`;
    assert.equal(find({ name: "lab", version: "1.0.0" }, { project, path }), "own/pulumi-resource-lab");
    assert.equal(find({ name: "lab", version: "1.0.0" }, { path }), "path/pulumi-resource-lab");
    assert.match(find({ name: "lab", version: "1.0.0" }), /^installed\/resource-lab-v1\.0\.0\//);
  });

  it("must be of exactly the version, or without one the newest release", () => {
    assert.match(find({ name: "lab", version: "2.0.0-beta.1" }), /v2\.0\.0-beta\.1/);
    assert.match(find({ name: "lab" }), /v1\.10\.0/);
  });

  it("must be missed with what is installed and how to get it", () => {
    assert.throws(() => find({ name: "lab", version: "3.0.0" }), {
      name: "PluginNotFoundError",
      message: /installed: .*1\.10\.0.*pulumi plugin install resource lab v3\.0\.0/,
    });
    assert.throws(() => find({ name: "half" }), /the plugin of the provider half is not there/);
    const project = [{ name: "lab", path: join(folder, "empty") }];
    assert.throws(() => find({ name: "lab" }, { project }), /Pulumi\.yaml has the provider lab in/);
  });
});

describe("a version", () => {
  it("must be ordered as semantic versions are", () => {
    const ordered = [
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0",
      "1.2.0",
      "1.10.0",
    ];
    const versions = ordered.map((text) => parseVersion(`v${text}+build`) as Version);
    for (const [index, left] of versions.entries()) {
      for (const [other, right] of versions.entries()) {
        assert.equal(Math.sign(compareVersions(left, right)), Math.sign(index - other));
      }
    }
    assert.equal(parseVersion("1.0"), undefined);
  });
});
