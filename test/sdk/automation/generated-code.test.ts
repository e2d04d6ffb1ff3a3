import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { generateCode } from "../../../engine/codegen";
import { resourceState, type ResourceState } from "../../../engine/state";
import { buildUrn } from "../../../engine/urn";
import { Secret, type PropertyMap } from "../../../engine/values";
import { examples } from "../../reconcile/container/examples";

const repository = join(__dirname, "../../..");
const link = { hostId: "h1", address: "192.0.2.1", port: 22, user: "root", hostKeys: ["ssh-ed25519 AAAA"] };

function imported(noun: string, name: string, inputs: PropertyMap): ResourceState {
  const type = `moorage:index:${noun}`;
  const urn = buildUrn({ stack: "dev", project: "shop", type, name });
  return resourceState({ urn, type, custom: true, id: `h1/${name}`, inputs, outputs: {}, protect: true });
}

describe("the code for imported resources of Moorage", function () {
  this.timeout(60_000);

  it("must have the right types, whatever options a container has", () => {
    // What is in files is not read back.
    const { files, ...options } = examples;
    assert.ok(files);
    const containers = Object.entries(options).map(([option, { beside, values }]) =>
      imported("Container", `with-${option}`, {
        ...{ host: link, image: "busybox" },
        ...(JSON.parse(JSON.stringify({ ...beside, [option]: values[0] })) as PropertyMap),
      }),
    );
    const resources = [
      ...containers,
      imported("Container", "secret", { host: link, image: "busybox", env: new Secret({ A: "1" }) }),
      imported("Volume", "data", { host: link, name: "data", driver: "local", labels: { "a.b": "c" } }),
      imported("Network", "back", { host: link, name: "back", ipamConfigs: [{ subnet: "10.0.0.0/24" }] }),
      imported("Image", "web", { host: link, name: "web:1" }),
      imported("Host", "web-1", { connection: { address: "192.0.2.1", user: "root" }, installEngine: false }),
    ];
    const { text } = generateCode({
      resources,
      state: resources,
      schemas: { moorage: readFileSync(join(repository, "providers/schema.json"), "utf8") },
    });
    assert.deepEqual(typeErrors(text), []);
    assert.equal(text.match(/ = new moorage\./g)?.length, resources.length);
  });
});

/** Compiles a module as one of the examples would be. */
function typeErrors(text: string): string[] {
  const path = join(repository, "examples/imported.ts");
  const { config } = ts.readConfigFile(join(repository, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const system = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(config, system, repository);
  const settings: ts.CompilerOptions = { ...options, noEmit: true, noUnusedLocals: false };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile } = host;
  host.getSourceFile = (file, target, ...more) =>
    file === path
      ? ts.createSourceFile(file, `${text}\nexport {};`, target)
      : getSourceFile(file, target, ...more);
  const program = ts.createProgram([path], settings, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
