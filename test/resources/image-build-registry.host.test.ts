import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { UserError } from "../../providers/errors";
import type { Bag, Value } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import type { ApplyResult } from "../../providers/resources/lifecycle";
import { type ContextFolder, contextFolder } from "../builds/context-folder";
import { startEngine, STORES, type TestEngine } from "../images/test-engine";
import { webImage } from "../support/engine-images";
import { startRegistry, type TestRegistry } from "../support/registry/registry";
import { waitFor } from "../support/setup/wait-for";
import { trustAuthority } from "../support/registry/trust";
import { HOST_ID, imageContext, sessionOf, type TestContext } from "./image-context";

// BuildKit fetches tokens in another way than it uses a password; the classic builder leaves both to the engine.
const BUILDERS = [
  {
    title: "BuildKit and a password",
    store: STORES.find(({ suite }) => suite === "bookworm"),
    auth: "htpasswd",
  },
  { title: "BuildKit and a token", store: STORES.find(({ suite }) => suite === "bookworm"), auth: "token" },
  { title: "the classic builder", store: STORES.find(({ containerd }) => containerd), auth: "htpasswd" },
] as const;

describe("A build from a base image of a private registry", function () {
  this.timeout(180_000);
  const engines = new Map<string, TestEngine>();
  after(async () => {
    for (const engine of engines.values()) await engine.remove();
  });

  for (const { title, store, auth } of BUILDERS) {
    describe(`with ${title}`, () => {
      let target: TestEngine;
      let registry: TestRegistry;
      let folder: ContextFolder;

      before(async () => {
        assert.ok(store !== undefined);
        target = engines.get(store.title) ?? (await startEngine(store));
        engines.set(store.title, target);
        registry = await startRegistry({ auth, tls: true });
        await trustAuthority(target.host, registry.address, registry.authority?.certificate ?? "");
        // BuildKit of an older engine gets to know a registry's authority when the engine starts.
        await target.host.exec(["systemctl", "restart", "docker"]);
        const { system } = target.engine;
        const isBack = () =>
          system.info().then(
            () => true as const,
            () => undefined,
          );
        await waitFor("the engine after its restart", isBack);
        // Another base for each test: an engine that has seen one does not ask for it again.
        folder = await contextFolder({ Dockerfile: "" });
      });
      after(async () => {
        await folder?.discard();
        await registry?.remove();
      });
      beforeEach(async () => {
        const base = `base:${randomBytes(4).toString("hex")}`;
        await registry.put(base, await webImage({ version: base }));
        await folder.write("Dockerfile", `FROM ${registry.address}/${base}\nCOPY page /page\n`);
        await folder.write("page", base);
      });

      const contextWith = (login: Record<string, string>): TestContext =>
        imageContext([sessionOf(target.engine, target.remote)], { credentials: { hub: login } });
      const hub = () => ({ address: registry.address, credential: "hub" });
      const checked = async (registries: Value, push: Value[] = []): Promise<Bag> => {
        const build: Value = { context: folder.path, registries };
        const news = { values: { host: { hostId: HOST_ID }, build, push }, secrets: [] };
        const { inputs, failures } = await image.check(imageContext([]), { olds: undefined, news });
        assert.deepEqual(failures, []);
        return inputs;
      };
      const create = async (inputs: Bag, within: TestContext): Promise<ApplyResult> =>
        image.apply(within, {
          id: undefined,
          oldInputs: undefined,
          oldState: undefined,
          inputs,
          preview: false,
        });
      const failureOf = (creating: Promise<unknown>): Promise<UserError> =>
        creating.then(
          () => assert.fail("it must fail"),
          (error: unknown) => error as UserError,
        );

      it("must use its login, which leaves no trace on the host, and not differ with another password", async () => {
        const over = contextWith({ ...registry.login });
        const inputs = await checked([hub()]);
        const { id, state } = await create(inputs, over);
        const made = await target.engine.images.inspect(String(state.values["reference"]));
        assert.ok((made.RootFS?.Layers ?? []).length > 1);
        const { username, password } = registry.login;
        const told = [...over.said, ...over.logged, JSON.stringify(state)].join("\n");
        assert.ok(!told.includes(password));
        const forms = [password, Buffer.from(`${username}:${password}`).toString("base64").slice(8, -4)];
        for (const form of forms) {
          const places = ["/root", "/etc", "/var/lib", "/var/log", "/run"];
          const found = await target.host.capture(["grep", "-rlF", "--", form, ...places]);
          assert.equal(found.stdout, "");
        }
        const request = { id: id ?? "", oldInputs: inputs, oldState: state };
        for (const registries of [[{ address: registry.address, username, password: "next" }], []]) {
          const { differences } = image.diff(over, { ...request, news: await checked(registries) });
          assert.deepEqual(differences, []);
        }
      });

      it("must be pushed to a registry with the same login, and again when what it is made of changes", async () => {
        const over = contextWith({ ...registry.login });
        const push = [{ registry: hub(), name: "team/built:1" }];
        const inputs = await checked([hub()], push);
        const { id, state } = await create(inputs, over);
        const auth = { ...registry.login, serveraddress: registry.address };
        const digest = await target.engine.images.registryDigest(`${registry.address}/team/built:1`, {
          auth,
        });
        assert.deepEqual(state.values["pushedDigests"], [`${registry.address}/team/built@${digest}`]);
        await folder.write("page", "another page");
        const news = await checked([hub()], push);
        const request = { id, oldInputs: inputs, oldState: state, inputs: news, preview: false };
        const again = await image.apply(over, request);
        assert.notDeepEqual(again.state.values["pushedDigests"], state.values["pushedDigests"]);
      });

      it("must name the registry and its property where that refuses the login", async () => {
        const wrong = contextWith({ username: "deploy", password: "outdated-4711" });
        const other = { address: "registry.example.com" };
        const error = await failureOf(create(await checked([other, hub()]), wrong));
        assert.equal(error.name, "RegistryError", error.message);
        assert.equal(error.property, "build.registries[1]");
        assert.match(error.message, new RegExp(`^The registry ${registry.address} of .build\\.registries. `));
        assert.match(error.message, /moorage:credentials\.hub/);
        assert.ok(!error.message.includes("outdated-4711"));
      });

      it("must say where a login is given, where there is none", async () => {
        const error = await failureOf(create(await checked([]), contextWith({})));
        assert.equal(error.name, "BuildError");
        assert.match(error.message, /`build\.registries`/);
      });
    });
  }
});
