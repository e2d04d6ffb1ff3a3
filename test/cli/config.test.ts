import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { TestProject } from "./project";
import { moorage } from "./typed";

const SECRET = "canary-config";

describe("moorage config", () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await TestProject.create();
    await project.stack("dev", []);
  });
  afterEach(() => project.remove());

  const typed = (argv: readonly string[], input?: string) =>
    moorage(["config", argv[0] ?? "ls", "-C", project.folder, ...argv.slice(1)], project.env, input);
  const done = async (argv: readonly string[], input?: string): Promise<string> => {
    const { code, stdout, stderr } = await typed(argv, input);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, argv.join(" "));
    return stdout;
  };
  const file = (): string => join(project.folder, "Pulumi.dev.yaml");
  const kept = async (): Promise<Record<string, unknown>> =>
    (parse(await readFile(file(), "utf8")) as { config: Record<string, unknown> }).config;

  it("must set values, as texts and at paths, and print and remove them", async () => {
    await done(["set", "port", "8080"]);
    await done(["set", "--path", "names[0]", "a"]);
    await done(["set", "--path", "limits.cpu", "2"]);
    await done(["set", "offset", "--", "-5"]);
    assert.deepEqual(await kept(), {
      "shop:port": "8080",
      "shop:names": ["a"],
      "shop:limits": { cpu: 2 },
      "shop:offset": "-5",
    });
    assert.equal(await done(["get", "port"]), "8080\n");
    assert.equal(await done(["get", "--path", "limits.cpu"]), "2\n");
    assert.equal(await done(["get", "limits"]), '{"cpu":2}\n');
    await done(["rm", "--path", "names[0]"]);
    await done(["rm", "port"]);
    assert.deepEqual(Object.keys(await kept()), ["shop:names", "shop:limits", "shop:offset"]);
    assert.deepEqual((await kept())["shop:names"], []);
  });

  it("must set and remove several values: all of them, or none", async () => {
    const pairs = ["--plaintext", "a=1", "--plaintext", "b=x=y", "--secret", `key=${SECRET}`];
    await done(["set-all", ...pairs]);
    assert.equal(await done(["get", "b"]), "x=y\n");
    assert.equal(await done(["get", "key"]), `${SECRET}\n`);
    const shown = await done(["ls", "--json", "--show-secrets"]);
    await done(["rm-all", "a", "b", "key", "nothing"]);
    assert.deepEqual(await kept(), {});
    await done(["set-all", "--json", shown]);
    assert.equal(await done(["ls", "--json", "--show-secrets"]), shown);
    assert(!(await readFile(file(), "utf8")).includes(SECRET));
    const wrong = [["--secret", SECRET], [], ["--json", shown, "--plaintext", "c=1"]];
    for (const argv of wrong) {
      const { code, stderr } = await typed(
        ["set-all", "--plaintext", "d=1", ...argv].slice(argv.length ? 0 : 2),
      );
      assert.equal(code, 2, stderr);
      assert(!stderr.includes(SECRET));
    }
    assert.equal((await kept())["shop:d"], undefined);
  });

  it("must copy a value or all to another stack, secrets under that one's key", async () => {
    await done(["set-all", "--plaintext", "port=80", "--secret", `key=${SECRET}`]);
    await done(["set", "--path", "--secret", "deep.inner", SECRET]);
    assert.equal((await moorage(["stack", "init", "prod", "-C", project.folder], project.env)).code, 0);
    await done(["cp", "port", "-s", "dev", "--dest", "prod"]);
    assert.deepEqual(JSON.parse(await done(["ls", "--json"])), {
      "shop:port": { value: "80", secret: false },
    });
    await done(["cp", "-s", "dev", "--dest", "prod"]);
    assert.equal(await done(["get", "key"]), `${SECRET}\n`);
    assert.equal(await done(["get", "--path", "deep.inner"]), `${SECRET}\n`);
    const texts = await Promise.all(
      ["dev", "prod"].map((name) => readFile(join(project.folder, `Pulumi.${name}.yaml`), "utf8")),
    );
    const [ours, theirs] = texts.map((text) => /encryptionsalt: .*/.exec(text)?.[0]);
    assert.notEqual(ours, theirs);
    const missing = await typed(["cp", "prot", "-s", "dev", "--dest", "prod"]);
    assert.match(missing.stderr, /the stack dev has no configuration prot\. Did you mean port\?/);
    assert.equal((await typed(["cp", "--dest", "prod"])).code, 2);
  });

  it("must go back to the configuration of the last operation, and keep the present one beside it", async () => {
    const never = await typed(["refresh"]);
    assert.match(never.stderr, /has no previous deployment/);
    await project.recordUpdate("dev", { kind: "update", message: "", key: "value" });
    await done(["set", "other", "1"]);
    assert.match(await done(["refresh"]), /Pulumi\.dev\.yaml is in .*\.bak now\n/);
    assert.deepEqual(await kept(), { "shop:key": "value" });
    assert.match(await readFile(`${file()}.bak`, "utf8"), /shop:other/);
    await done(["refresh", "--force"]);
    assert.deepEqual(await kept(), { "shop:key": "value" });
  });

  it("must encrypt secrets, take them from what is piped in, and show them only where they are asked for", async () => {
    await done(["set", "--secret", "key"], `${SECRET}\n`);
    assert(!(await readFile(file(), "utf8")).includes(SECRET));
    assert.equal(await done(["ls"]), "KEY   VALUE\nkey   [secret]\n");
    assert.deepEqual(JSON.parse(await done(["ls", "--json"])), { "shop:key": { secret: true } });
    assert.deepEqual(JSON.parse(await done(["ls", "--json", "--show-secrets"])), {
      "shop:key": { value: SECRET, secret: true },
    });
    assert.equal(await done(["get", "key"]), `${SECRET}\n`);
    assert.deepEqual(JSON.parse(await done(["get", "key", "--json"])), { value: SECRET, secret: true });
  });

  it("must go on with the key of the state where the settings have lost it", async () => {
    await done(["set", "--secret", "key", SECRET]);
    const exported = await moorage(["stack", "export", "-C", project.folder], project.env);
    const { deployment } = JSON.parse(exported.stdout) as {
      deployment: { secrets_providers: { state: { salt: string } } };
    };
    const { encryptionsalt } = parse(await readFile(file(), "utf8")) as { encryptionsalt: string };
    assert.equal(encryptionsalt, deployment.secrets_providers.state.salt);
  });

  it("must print the defaults of the project, and keep comments", async () => {
    await writeFile(
      join(project.folder, "Pulumi.yaml"),
      "name: shop\nruntime: nodejs\nconfig:\n  size:\n    type: integer\n    default: 3\n  other:pkg: { value: x }\n",
    );
    await writeFile(file(), "# ours\nconfig:\n  # the port\n  shop:port: 80\n");
    assert.equal(await done(["ls"]), "KEY         VALUE\nother:pkg   x\nport        80\nsize        3\n");
    assert.equal(await done(["get", "size"]), "3\n");
    await done(["set", "port", "81"]);
    assert.match(await readFile(file(), "utf8"), /^# ours\nconfig:\n {2}# the port\n {2}shop:port: "81"\n/);
  });

  for (const [key, value] of [
    ["password", "correct-horse"],
    ["moorage:credentials", `{"web":{"password":"${SECRET}"}}`],
    ["cert", "-----BEGIN RSA PRIVATE KEY-----"],
  ] as const) {
    it(`must not keep what looks like a secret in plain unless it is told to: ${key}`, async () => {
      const { code, stderr } = await typed(["set", key, "--", value]);
      assert.equal(code, 2);
      assert.match(stderr, /looks like a secret: say --secret to encrypt it, or --plaintext/);
      assert(!stderr.includes(value));
      await done(["set", "--plaintext", key, "--", value]);
    });
  }

  it("must keep what is only called like a secret", async () => {
    await done(["set", "tokenSeconds", "86400000"]);
    await done(["set", "passwordFile", "/run/secrets/db"]);
  });

  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["a key that is not there", ["get", "prot"], 1, /has no configuration prot/],
    ["a key that cannot be one", ["set", "a:b:c:d", "1"], 1, /is no key of a configuration/],
    ["a path that cannot be one", ["set", "--path", "a[", "1"], 1, /is no path of a configuration value/],
    ["a place in a list that is too far", ["set", "--path", "list[3]", "1"], 1, /out of range/],
    ["both ways to keep it", ["set", "--secret", "--plaintext", "a", "b"], 2, /cannot be used with/],
  ];
  for (const [what, argv, code, message] of wrong) {
    it(`must refuse ${what}`, async () => {
      const ended = await typed(argv);
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, message);
    });
  }
});
