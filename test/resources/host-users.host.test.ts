import assert from "node:assert/strict";
import { host as lifecycle } from "../../providers/resources/host";
import { SudoError } from "../../providers/ssh/command-error";
import type { Flavour } from "../support/hosts/host-image";
import { startHost, type TestHost } from "../support/host";
import { creating, inputsFor, testContext } from "./host-context";

interface Case {
  readonly suite: "bullseye" | "bookworm" | "trixie";
  readonly flavour: Flavour;
  readonly user: string;
  readonly sudoPassword?: (host: TestHost) => string;
}

const cases: readonly Case[] = [
  { suite: "bookworm", flavour: "bare", user: "deploy" },
  { suite: "trixie", flavour: "systemd", user: "admin", sudoPassword: (host) => host.passwords.admin },
  { suite: "bullseye", flavour: "bare", user: "admin", sudoPassword: (host) => host.passwords.admin },
];

for (const { suite, flavour, user, sudoPassword } of cases) {
  describe(`a Host on ${suite} (${flavour}), by ${user}`, function () {
    this.timeout(400_000);
    let machine: TestHost;
    before(async () => (machine = await startHost({ suite, flavour })));
    after(() => machine.remove());

    it("must be created, read, left alone and removed without the docker group", async () => {
      const context = testContext();
      try {
        const password = sudoPassword?.(machine);
        const inputs = inputsFor(machine, {
          user,
          ...(password === undefined ? {} : { sudoPassword: password }),
        });
        const { id = "", state } = await lifecycle.apply(context, creating(inputs));
        const engine = state.values["engine"] as { socketAccess: string };
        assert.equal(engine.socketAccess, "dial-stdio-sudo");
        assert.deepEqual(await lifecycle.read(context, { id, inputs, state }), { id, inputs, state });
        context.said.length = 0;
        await lifecycle.apply(context, { id, oldInputs: inputs, oldState: state, inputs, preview: false });
        assert.deepEqual(context.said, []);
        assert.doesNotMatch(await machine.exec(["id", "-nG", user]), /docker/);
        const inUse = testContext();
        await lifecycle.remove(inUse, { id, inputs, state });
        await inUse.hosts.close();
        await machine.exec(["docker", "info"]);
      } finally {
        await context.hosts.close();
      }
    });
  });
}

describe("a Host whose user may not become root", function () {
  this.timeout(60_000);
  let machine: TestHost;
  before(async () => (machine = await startHost({ suite: "bookworm", flavour: "bare" })));
  after(() => machine.remove());

  const refused = async (connection: Record<string, string>, reason: RegExp): Promise<void> => {
    for (const preview of [true, false]) {
      const context = testContext();
      await assert.rejects(
        lifecycle.apply(context, { ...creating(inputsFor(machine, connection)), preview }),
        (error) => error instanceof SudoError && reason.test(error.message),
      );
      await context.hosts.close();
    }
    assert.equal((await machine.capture(["ls", "/var/lib/moorage"])).code, 2);
  };

  it("must fail without a trace for a user without sudo", () =>
    refused({ user: "plain", sudoPassword: machine.passwords.plain }, /may not use sudo/));
  it("must fail without a trace for a wrong sudo password", () =>
    refused({ user: "admin", sudoPassword: "wrong" }, /does not accept the password/));
  it("must fail without a trace for a missing sudo password", () =>
    refused({ user: "admin" }, /sudoPassword/));
});
