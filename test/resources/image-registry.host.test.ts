import assert from "node:assert/strict";
import type { UserError } from "../../providers/errors";
import { type Bag, UNKNOWN, type Value } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import { PartialError, type ApplyResult } from "../../providers/resources/lifecycle";
import { registry as registryNoun } from "../../providers/resources/registry";
import { startEngine, STORES, type TestEngine } from "../images/test-engine";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { type FaultProxy, startFaultProxy } from "../support/registry/fault-proxy";
import { startRegistry, type TestRegistry } from "../support/registry/registry";
import { trustAuthority, trustNobody } from "../support/registry/trust";
import { HOST_ID, imageContext, sessionOf, type TestContext } from "./image-context";

type Applied = ApplyResult & { readonly inputs: Bag };

for (const store of [STORES[0], STORES[2]]) {
  describe(`An Image and its registry on ${store.title}`, function () {
    this.timeout(180_000);
    let target: TestEngine;
    let registry: TestRegistry;
    let proxy: FaultProxy;
    let files: Archives;
    const digests: string[] = [];

    before(async () => {
      files = await archives();
      registry = await startRegistry({ auth: "htpasswd", tls: true });
      proxy = await startFaultProxy(registry);
      target = await startEngine(store);
      const ca = registry.authority?.certificate ?? "";
      for (const { address } of [registry, proxy]) await trustAuthority(target.host, address, ca);
      for (const version of ["1", "2"]) {
        digests.push(await registry.put(`web:${version}`, await webImage({ version })));
      }
      await files.save("web", webImage());
    });
    after(async () => {
      await target?.remove();
      await proxy?.close();
      await registry?.remove();
      await files?.discard();
    });
    beforeEach(async () => {
      proxy.forget();
      await target.host.exec(["sh", "-c", "docker rmi -f $(docker images -aq) 2>/dev/null; true"]);
      await registry.put("web:stable", await webImage({ version: "1" }));
    });

    const contextWith = (login: Record<string, string>): TestContext =>
      imageContext([sessionOf(target.engine, target.remote)], { credentials: { hub: login } });
    const context = (): TestContext => contextWith({ ...registry.login });
    const hub = () => ({ address: proxy.address, credential: "hub" });

    async function checked(values: Record<string, Value>): Promise<Bag> {
      const news = { values: { host: { hostId: HOST_ID }, ...values }, secrets: [] };
      const { inputs, failures } = await image.check(context(), { olds: undefined, news });
      assert.deepEqual(failures, []);
      return inputs;
    }

    async function apply(
      values: Record<string, Value>,
      old?: Applied,
      { within = context(), preview = false } = {},
    ): Promise<Applied> {
      const inputs = await checked(values);
      const before = { id: old?.id, oldInputs: old?.inputs, oldState: old?.state };
      return { inputs, ...(await image.apply(within, { ...before, inputs, preview })) };
    }

    async function refresh(old: Applied, within = context()): Promise<Applied> {
      const read = await image.read(within, { id: old.id ?? "", inputs: old.inputs, state: old.state });
      assert.ok(read !== undefined);
      return read;
    }

    const differences = (old: Applied, news: Bag): string[] =>
      image
        .diff(context(), { id: old.id ?? "", oldInputs: old.inputs, oldState: old.state, news })
        .differences.map(({ path }) => path.join("."));

    const failureOf = (applying: Promise<unknown>): Promise<UserError> =>
      applying.then(
        () => assert.fail("it must fail"),
        (error: unknown) => error as UserError,
      );

    const names = async (): Promise<string[]> =>
      (await target.engine.images.list()).flatMap((each) => each.RepoTags ?? []).sort();

    it("must be pulled with the registry's login, by a name without its address, and leave no login on the host", async () => {
      const made = await apply({ name: "web:1", registry: hub() });
      const reference = `${proxy.address}/web@${digests[0] ?? ""}`;
      assert.deepEqual(await names(), [`${proxy.address}/web:1`]);
      const { values } = made.state;
      assert.deepEqual([values["reference"], values["registryDigest"]], [reference, reference]);
      assert.deepEqual(differences(made, made.inputs), []);
      assert.deepEqual((await refresh(made)).state, made.state);
      const { password } = registry.login;
      const forms = [password, Buffer.from(`deploy:${password}`).toString("base64").slice(8, -4)];
      for (const form of forms) {
        const found = await target.host.capture([
          "grep",
          "-rlF",
          "--",
          form,
          "/root",
          "/etc",
          "/var/lib",
          "/var/log",
          "/run",
        ]);
        assert.equal(found.stdout, "");
      }
    });

    it("must use a password that was changed, which is no change of the image", async () => {
      const wrong = contextWith({ username: "deploy", password: "outdated" });
      const error = await failureOf(apply({ name: "web:1", registry: hub() }, undefined, { within: wrong }));
      assert.equal(error.name, "RegistryError");
      assert.match(error.message, new RegExp(`${proxy.address} refuses web-1 .*moorage:credentials\\.hub`));
      assert.equal(error.property, "registry");
      const inline = (password: string): Value => ({ address: proxy.address, username: "deploy", password });
      const made = await apply({ name: "web:1", registry: inline(registry.login.password) });
      assert.deepEqual(differences(made, await checked({ name: "web:1", registry: inline("new") })), []);
    });

    const refusals: readonly (readonly [string, () => Record<string, Value>, string, string, RegExp])[] = [
      [
        "without a login",
        () => ({ name: "web:1", registry: { address: proxy.address } }),
        "RegistryError",
        "registry",
        /Give it a login/,
      ],
      [
        "of a tag that is not there",
        () => ({ name: "web:none", registry: hub() }),
        "PullError",
        "name",
        /Check the name and its tag/,
      ],
      [
        "from a registry that is down",
        () => ({ name: "127.0.0.1:1/web:1" }),
        "PullError",
        "name",
        /Check that the host reaches/,
      ],
    ];
    for (const [title, values, error, property, words] of refusals) {
      it(`must not be pulled ${title}, which the error says`, async () => {
        const failure = await failureOf(apply(values()));
        assert.deepEqual([failure.name, failure.property], [error, property]);
        assert.match(failure.message, words);
        assert.deepEqual(await names(), []);
      });
    }

    it("must not be pulled from a registry that the engine does not trust, which the error says", async () => {
      await trustNobody(target.host, proxy.address);
      try {
        const error = await failureOf(apply({ name: "web:1", registry: hub() }));
        assert.match(error.message, /x509.*`trustedRegistries` of the Host/);
      } finally {
        await trustAuthority(target.host, proxy.address, registry.authority?.certificate ?? "");
      }
    });

    it("must keep what it has where its tag is moved, and say so at a refresh", async () => {
      const made = await apply({ name: "web:stable", registry: hub() });
      const moved = await registry.put("web:stable", await webImage({ version: "2" }));
      const within = context();
      const read = await refresh(made, within);
      assert.match(within.logged.join(), /web:stable was moved in its registry to .*pullPolicy is "missing"/);
      assert.equal(read.state.values["registryDigest"], `${proxy.address}/web@${moved}`);
      assert.deepEqual(differences(read, made.inputs), []);
      assert.equal(read.state.values["reference"], made.state.values["reference"]);
      const again = context();
      assert.deepEqual((await refresh(read, again)).state, read.state);
      assert.deepEqual(again.logged, [], "it must be said once");
    });

    it("must follow a tag that was moved where that is asked for, which a preview knows", async () => {
      const values = { name: "web:stable", registry: hub(), pullPolicy: "always" };
      const made = await apply(values);
      assert.deepEqual(differences(await refresh(made), made.inputs), []);
      const moved = `${proxy.address}/web@${await registry.put("web:stable", await webImage({ version: "2" }))}`;
      const read = await refresh(made);
      assert.deepEqual(differences(read, made.inputs), ["registryDigest"]);
      assert.equal((await apply(values, read, { preview: true })).state.values["reference"], moved);
      const updated = await apply(values, read);
      assert.equal(updated.state.values["reference"], moved);
      assert.deepEqual(differences(await refresh(updated), updated.inputs), []);
    });

    it("must stay as it was stored where its registry cannot be asked at a refresh", async () => {
      const made = await apply({ name: "web:1", registry: hub(), pullPolicy: "always" });
      proxy.fault = () => ({ kind: "hang-up" });
      const within = context();
      const read = await refresh(made, within);
      assert.deepEqual(read.state, made.state);
      assert.match(within.logged.join(), /^warning: It is not known what .*web:1 is in its registry now/);
    });

    it("must be pushed from the host that it was sent to, without names of its own there", async () => {
      const push = [{ registry: hub(), name: "team/app:1" }, { registry: hub() }];
      const values = { archive: files.path("web"), name: "shop/app:1", push };
      assert.equal(
        (await apply(values, undefined, { preview: true })).state.values["pushedDigests"],
        UNKNOWN,
      );
      const made = await apply(values);
      const pushed = made.state.values["pushedDigests"] as string[];
      assert.match(pushed[0] ?? "", new RegExp(`^${proxy.address}/team/app@sha256:`));
      assert.match(pushed[1] ?? "", new RegExp(`^${proxy.address}/shop/app@sha256:`));
      assert.ok((await names()).every((name) => name.startsWith("shop/app:")));
      assert.deepEqual(differences(await refresh(made), made.inputs), []);

      await registry.put("team/app:1", await webImage({ version: "2" }));
      const read = await refresh(made);
      assert.deepEqual(differences(read, made.inputs), ["pushedDigests"]);
      const again = await apply(values, read);
      assert.deepEqual(again.state, made.state);
      const fewer = await checked({ ...values, push: [push[0] as Value] });
      assert.deepEqual(differences(again, fewer), ["push"]);
    });

    it("must be on its host, to be pushed by the next update, where a push fails", async () => {
      const values = {
        archive: files.path("web"),
        name: "shop/app:1",
        push: [{ registry: { address: proxy.address } }],
      };
      const error = await failureOf(apply(values));
      assert.ok(error instanceof PartialError, String(error));
      assert.match(error.message, /refuses web-1 .*Give it a login/);
      assert.equal(error.property, "push[0].registry");
      const left = { id: error.id, inputs: error.inputs, state: error.state };
      assert.deepEqual(differences(left, error.inputs), ["pushedDigests"]);
      assert.equal((await refresh(left)).state.values["name"], "shop/app:1");
    });

    it("must be pulled in spite of a registry that is busy, or fails for a while, which the progress says", async () => {
      for (const status of [429, 503]) {
        const within = context();
        const body = JSON.stringify({ errors: [{ code: "TOOMANYREQUESTS", message: "slow down" }] });
        proxy.faultNext(2, /manifests/, { kind: "answer", status, ...(status === 429 ? { body } : {}) });
        await apply({ name: "web:1", registry: hub() }, undefined, { within });
        // With containerd's store the engine itself waits for one that is busy, and says nothing of it.
        const isPatient = store === STORES[2] && status === 429;
        const said = within.said.some((each) => each.startsWith("trying again in 1 s"));
        assert.equal(said, !isPatient, within.said.join("\n"));
        await target.host.exec(["docker", "rmi", "-f", `${proxy.address}/web:1`]);
      }
    });

    it("must be pulled whole in spite of a blob that was cut short or spoilt once", async () => {
      for (const kind of ["truncate", "corrupt"] as const) {
        proxy.faultNext(1, /blobs/, { kind });
        await apply({ name: "web:2", registry: hub() });
        await target.host.exec(["docker", "rmi", "-f", `${proxy.address}/web:2`]);
      }
    });

    it("must fail, after a second try, where the registry gives other content than it says", async () => {
      proxy.fault = ({ method, path }) =>
        method === "GET" && /manifests/.test(path) ? { kind: "corrupt" } : undefined;
      const error = await failureOf(apply({ name: `web@${digests[0] ?? ""}`, registry: hub() }));
      assert.deepEqual(
        [error.name, (error as unknown as { failure: string }).failure],
        ["PullError", "corrupt"],
      );
      assert.match(error.message, /is not what it says/);
    });

    it("must have a registry that is verified from the host, where only that reaches it", async () => {
      const values = {
        address: proxy.address,
        ca: registry.authority?.certificate ?? "",
        credential: "hub",
        via: { hostId: HOST_ID },
      };
      const request = { id: undefined, oldInputs: undefined, oldState: undefined, preview: false };
      await registryNoun.apply(context(), { ...request, inputs: { values, secrets: [] } });
      assert.ok(proxy.requests.length > 0);
      const nowhere = { values: { ...values, address: "127.0.0.1:1" }, secrets: [] };
      const error = await failureOf(registryNoun.apply(context(), { ...request, inputs: nowhere }));
      assert.match(error.message, /127\.0\.0\.1:1 cannot be reached from web-1/);
    });
  });
}
