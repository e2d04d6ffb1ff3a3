import assert from "node:assert/strict";
import { CancelledError } from "../../providers/errors";
import { RegistryError } from "../../providers/registry/errors";
import { type RegistryAccess, verifyRegistry, type VerifyOptions } from "../../providers/registry/verify";
import { createAuthority } from "../support/registry/certificates";
import { type FaultProxy, startFaultProxy } from "../support/registry/fault-proxy";
import { bridgeAddress, startRegistry, type TestRegistry } from "../support/registry/registry";

describe("A registry and the login to it", function () {
  this.timeout(120_000);
  let guarded: TestRegistry;
  let proxy: FaultProxy;

  before(async () => {
    guarded = await startRegistry({ auth: "htpasswd", tls: true });
    proxy = await startFaultProxy(guarded);
  });
  after(async () => {
    await proxy?.close();
    await guarded?.remove();
  });
  afterEach(() => proxy.forget());

  const access = (registry: TestRegistry, other: Partial<RegistryAccess> = {}): RegistryAccess => ({
    address: registry.address,
    ca: registry.authority?.certificate,
    insecure: false,
    login: registry.login,
    loginProperty: "moorage:credentials.hub",
    ...other,
  });
  const throughProxy = (other: Partial<RegistryAccess> = {}): RegistryAccess =>
    access(guarded, { address: proxy.address, ...other });
  const verify = (what: RegistryAccess, options: Partial<VerifyOptions> = {}): Promise<void> =>
    verifyRegistry(what, { signal: new AbortController().signal, ...options });

  /** The error, which names the registry and tells nothing of the password. */
  async function failure(what: RegistryAccess, options: Partial<VerifyOptions> = {}): Promise<RegistryError> {
    const error: unknown = await verify(what, options).then(
      () => assert.fail("it must fail"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof RegistryError, String(error));
    assert.ok(error.message.includes(what.address), error.message);
    assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes(guarded.login.password));
    return error;
  }

  it("must be verified over TLS with an authority of its own", async () => {
    await verify(access(guarded));
  });

  it("must send the login only once the registry has asked for it", async () => {
    await verify(throughProxy());
    assert.deepEqual(
      proxy.requests.map(({ path, authorization }) => [path, authorization !== undefined]),
      [
        ["/v2/", false],
        ["/v2/", true],
      ],
    );
  });

  it("must be verified by a token where the registry wants one, and never send the login without TLS unasked", async () => {
    const registry = await startRegistry({ auth: "token", tls: true });
    try {
      await verify(access(registry, { insecure: true }));
      assert.equal((await failure(access(registry))).failure, "untrusted");
      const wrong = { login: { ...registry.login, password: "wrong" }, insecure: true };
      assert.equal((await failure(access(registry, wrong))).failure, "login-refused");
    } finally {
      await registry.remove();
    }
  });

  it("must be verified over plain http only where that was said", async () => {
    const registry = await startRegistry({ auth: "htpasswd" });
    try {
      await verify(access(registry, { insecure: true }));
      const error = await failure(access(registry));
      assert.deepEqual([error.failure, error.property], ["untrusted", "insecure"]);
      assert.match(error.message, /insecure: true/);
    } finally {
      await registry.remove();
    }
  });

  const refusals: readonly (readonly [string, () => Partial<RegistryAccess>, RegExp, string, string])[] = [
    [
      "a wrong password",
      () => ({ login: { ...guarded.login, password: "no" } }),
      /refuses the login of deploy/,
      "login-refused",
      "moorage:credentials.hub",
    ],
    [
      "no login where one is wanted",
      () => ({ login: undefined }),
      /wants a login/,
      "login-wanted",
      "credential",
    ],
    ["an authority that is not known", () => ({ ca: undefined }), /as ca\./, "untrusted", "ca"],
    [
      "an address where nothing listens",
      () => ({ address: "127.0.0.1:1" }),
      /nothing listens.*via/,
      "unreachable",
      "address",
    ],
    [
      "a name that nobody knows",
      () => ({ address: "registry.invalid:5000" }),
      /name.*via/,
      "unreachable",
      "address",
    ],
  ];
  for (const [input, other, message, kind, property] of refusals) {
    it(`must be refused with ${input}, which the error names`, async () => {
      const error = await failure(access(guarded, other()));
      assert.match(error.message, message);
      assert.deepEqual([error.failure, error.property], [kind, property]);
    });
  }

  it("must not be trusted with a certificate that has expired, or is for another name", async () => {
    const authority = await createAuthority();
    for (const [name, options, words] of [
      [await bridgeAddress(), { expired: true }, /has expired/],
      ["registry.example.com", {}, /for another name/],
    ] as const) {
      const server = await startFaultProxy({ ...guarded, certificate: await authority.issue(name, options) });
      try {
        const error = await failure(access(guarded, { address: server.address, ca: authority.certificate }));
        assert.equal(error.failure, "untrusted");
        assert.match(error.message, words);
        assert.match(error.message, /address/);
      } finally {
        await server.close();
      }
    }
  });

  it("must be waited for while it has too many requests, as long as it asks for", async () => {
    const said: string[] = [];
    proxy.faultNext(2, /./, { kind: "answer", status: 429, headers: { "Retry-After": "1" } });
    await verify(throughProxy(), { onWait: (message) => said.push(message) });
    assert.equal(said.length, 2);
    assert.match(said[0] ?? "", /is busy; trying again in 1 s$/);
  });

  it("must be waited for while it fails, and fail for good in the end", async () => {
    proxy.faultNext(1, /./, { kind: "answer", status: 503 });
    await verify(throughProxy());
    proxy.fault = () => ({ kind: "answer", status: 503 });
    const error = await failure(throughProxy(), { budgetSeconds: 1 });
    assert.equal(error.failure, "server-error");
  });

  it("must fail at once where it asks for a longer wait than anybody has time for", async () => {
    proxy.fault = () => ({ kind: "answer", status: 429, headers: { "Retry-After": "3600" } });
    const error = await failure(throughProxy());
    assert.equal(error.failure, "rate-limited");
    assert.match(error.message, /come back in 3600 s/);
    assert.equal(proxy.requests.length, 1);
  });

  it("must be given up when it is cancelled while waiting", async () => {
    const cancel = new AbortController();
    proxy.fault = () => ({ kind: "answer", status: 429, headers: { "Retry-After": "30" } });
    const onWait = (): void => cancel.abort(new CancelledError("enough"));
    await assert.rejects(verify(throughProxy(), { signal: cancel.signal, onWait }));
    assert.equal(proxy.requests.length, 1);
  });

  for (const [status, kind, words] of [
    [403, "denied", /denies access \(not for you\)/],
    [404, "not-a-registry", /is not a registry: \/v2\/ gives 404/],
  ] as const) {
    it(`must fail for good where it answers ${status}`, async () => {
      const body = JSON.stringify({ errors: [{ code: "DENIED", message: "not for you" }] });
      proxy.fault = () => ({ kind: "answer", status, body });
      const error = await failure(throughProxy());
      assert.equal(error.failure, kind);
      assert.match(error.message, words);
      assert.equal(proxy.requests.length, 1);
    });
  }

  it("must not be reached where it closes the connection or cuts its answer short", async () => {
    proxy.fault = () => ({ kind: "hang-up" });
    assert.equal((await failure(throughProxy())).failure, "unreachable");
  });
});
