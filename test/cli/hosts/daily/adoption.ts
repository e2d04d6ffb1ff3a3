import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { programFolder, type ProgramFolder } from "../../../support/engine/program-folder";
import { moorage, type Typed } from "../../typed";
import type { WorkingDay } from "./working-day";

const SDK = join(__dirname, "../../../../sdk");
const SECRET = "canary-adopted";

/** What somebody else made, taken over with the code for it, forgotten, and taken over again. */
export function adoption(day: WorkingDay): void {
  describe("import", () => {
    let folder: ProgramFolder;
    let host: string;
    const env = (): Record<string, string> => ({
      PULUMI_BACKEND_URL: `file://${folder.path}/state`,
      PULUMI_CONFIG_PASSPHRASE: "correct",
      PULUMI_HOME: join(folder.path, "home"),
    });
    const typed = (...argv: string[]): Promise<Typed> => moorage([...argv, "-C", folder.path], env());
    const done = async (...argv: string[]): Promise<string> => {
      const { code, stdout, stderr } = await typed(...argv);
      assert.equal(code, 0, `${argv.join(" ")}: ${stdout}${stderr}`);
      return stdout + stderr;
    };
    const read = (file: string): string => readFileSync(join(folder.path, file), "utf8");
    /** The program as a person leaves it who makes generated code a part of it. */
    const write = (code: string): void =>
      folder.write({
        "index.ts": `${code.replace(/"moorage"/, JSON.stringify(SDK)).replace(/^(?!import)/m, `\n${host}\n`)}`,
      });

    before(async () => {
      const { address, key, port } = day.machine;
      host =
        `const web = new moorage.Host("web-1", { connection: { address: ${JSON.stringify(address)}, port: ${port}, ` +
        `credential: "web" } });`;
      folder = programFolder({ "Pulumi.yaml": "name: adopted\nruntime: nodejs\nmain: index.ts\n" });
      mkdirSync(join(folder.path, "state"));
      write(`import * as moorage from "moorage";\n`);
      await day.machine.exec(["docker", "volume", "create", "--label", "tier=db", "old-data"]);
      const words = [
        "--name",
        "old-app",
        "--env",
        `TOKEN=${SECRET}`,
        "--env",
        "LEVEL=info",
        "--memory",
        "64m",
      ];
      const mounts = [
        "--mount",
        "type=volume,source=old-data,target=/data",
        "--publish",
        "127.0.0.1:8090:80",
      ];
      await day.machine.exec(["docker", "run", "--detach", ...words, ...mounts, "moorage-test/web:1"]);
      await done("stack", "init", "dev");
      const credential = "moorage:credentials.web.privateKey";
      const set = ["config", "set", "--path", "--secret", credential, "-C", folder.path];
      assert.equal((await moorage(set, env(), key.privateKey)).code, 0);
      await done("up", "--yes");
    });
    after(() => folder?.remove());

    const specs = (): object => {
      const id = (name: string) => `root@${day.machine.address}:${day.machine.port}/${name}`;
      const resources = [
        { type: "moorage:index:Container", name: "app", id: id("old-app") },
        { type: "moorage:index:Volume", name: "data", id: id("old-data") },
      ];
      return { resources };
    };

    it("must write a program by which nothing changes, and keep secrets out of it", async () => {
      folder.write({ "import.json": specs() });
      const out = join(folder.path, "code.ts");
      const words = ["import", "--file", join(folder.path, "import.json"), "--out", out, "--yes"] as const;
      const said = await done(...words);
      assert.doesNotMatch(said, /plan/);
      assert.match(said, /Its secrets are in .*Pulumi\.dev\.yaml, encrypted: appEnv\n/);
      const code = read("code.ts");
      assert.match(code, /env: config\.requireSecretObject<Record<string, string>>\("appEnv"\)/);
      assert.match(code, /const app = new moorage\.Container\("app", \{\n {2}host: web1\.link,/);
      assert.match(code, /volumes: \[\{ volume: data\.name, target: "\/data" \}\]/);
      // As after one that failed in part.
      await done(...words);
      assert.equal(read("code.ts"), code);
      write(code.replaceAll("web1", "web"));
      await done("up", "--yes", "--refresh", "--expect-no-changes");
      for (const text of [
        said,
        code,
        read("Pulumi.dev.yaml"),
        read("state/.pulumi/stacks/adopted/dev.json"),
      ]) {
        assert(!text.includes(SECRET));
      }
    });

    it("must take over again what was forgotten, and print the same code", async () => {
      const before = read("code.ts");
      await done("state", "unprotect", "--all", "--yes");
      await done("forget", "web-1", "--target-dependents", "--yes");
      write(`import * as moorage from "moorage";\n`);
      assert.match(await done("up", "--yes"), /1 created/);
      const { code, stdout, stderr } = await typed(
        ...["import", "--file", join(folder.path, "import.json"), "--skip-preview"],
      );
      assert.equal(code, 0, stdout + stderr);
      assert(stdout.endsWith(before), stdout);
      assert.match(stderr, /has these already, and keeps them as they are: appEnv/);
      write(before.replaceAll("web1", "web"));
      await done("up", "--yes", "--refresh", "--expect-no-changes");
    });
  });
}
