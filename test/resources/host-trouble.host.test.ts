import assert from "node:assert/strict";
import { CancelledError } from "../../providers/errors";
import {
  DiskSpaceError,
  HostLockError,
  PackageLockError,
  PackageMirrorError,
  UnsupportedDistributionError,
} from "../../providers/linux/errors";
import { readHostId } from "../../providers/linux/host-id";
import { withHostLock } from "../../providers/linux/lock";
import type { Bag } from "../../providers/resources/bag";
import { host as lifecycle } from "../../providers/resources/host";
import { ClonedHostError, HostChangedError } from "../../providers/resources/host-errors";
import { type ApplyResult, PartialError } from "../../providers/resources/lifecycle";
import { ConnectionLostError } from "../../providers/ssh/errors";
import { type HostOptions, startHost, type TestHost } from "../support/host";
import { holdPackageLock, releasePackageLock } from "../support/hosts/package-lock";
import { workOn } from "../linux/machine";
import { creating, inputsFor, testContext, type TestContext } from "./host-context";

/** When an installation is cancelled; all of them in `npm run test:kill`, as each takes an installation. */
const moments =
  process.env["MOORAGE_KILL"] === "all"
    ? [/^Get:/, /^Unpacking containerd/, /^Unpacking docker\.io/, /^Setting up/, /^starting the engine/]
    : [/^Unpacking docker\.io/, /^starting the engine/];

describe("a Host in trouble", function () {
  this.timeout(300_000);
  const hosts: TestHost[] = [];
  const contexts: TestContext[] = [];
  const start = async (options: HostOptions = {}): Promise<TestHost> => {
    const machine = await startHost({ suite: "bookworm", flavour: "bare", ...options });
    hosts.push(machine);
    return machine;
  };
  const context = (...args: Parameters<typeof testContext>): TestContext => {
    const made = testContext(...args);
    contexts.push(made);
    return made;
  };
  const create = (machine: TestHost, others: Bag["values"] = {}, using = context()): Promise<ApplyResult> =>
    lifecycle.apply(using, creating(inputsFor(machine, {}, others)));
  const causeOf = async (work: Promise<unknown>): Promise<unknown> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof PartialError, `no PartialError, but ${String(error)}`);
    return error.cause;
  };
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((made) => made.hosts.close()));
    await Promise.all(hosts.splice(0).map((machine) => machine.remove()));
  });

  it("must wait for the holder of a package lock, naming it, and give up when the time is over", async () => {
    const machine = await start();
    await holdPackageLock(machine);
    const error = await causeOf(create(machine, { installTimeoutSeconds: 3 }));
    assert.ok(error instanceof PackageLockError);
    assert.match(error.message, /^perl .*\(pid \d+\).*\/var\/lib\/dpkg\/lock-frontend/s);

    const patient = context(
      {},
      {
        onProgress: (line) => {
          if (line.startsWith("waiting for perl")) void releasePackageLock(machine).catch(() => undefined);
        },
      },
    );
    await create(machine, {}, patient);
    assert.ok(patient.said.some((line) => /^waiting for perl .*lock-frontend/s.test(line)));
    await machine.exec(["docker", "info"]);
  });

  it("must name an unreachable mirror, and install once it is back", async () => {
    const machine = await start();
    await machine.exec([
      "sh",
      "-c",
      "cp /etc/apt/sources.list /root/kept; rm -rf /var/lib/apt/lists/*; echo 'deb http://127.0.0.1:9 bookworm main' >/etc/apt/sources.list",
    ]);
    const error = await causeOf(create(machine));
    assert.ok(error instanceof PackageMirrorError, String(error));
    assert.match(error.message, /127\.0\.0\.1/);
    await machine.exec(["mv", "/root/kept", "/etc/apt/sources.list"]);
    await create(machine);
    await machine.exec(["docker", "info"]);
  });

  it("must say that the disk is too small before it installs anything", async () => {
    const machine = await start({ smallFolders: { "/var/cache/apt": "20m" } });
    const error = await causeOf(create(machine));
    assert.ok(error instanceof DiskSpaceError);
    assert.match(error.message, /\/var\/cache\/apt has \d+ MiB free and needs \d+ MiB/);
    assert.equal((await machine.capture(["which", "dockerd"])).code, 1);
  });

  it("must leave no trace where the disk of its own folder is full", async () => {
    const machine = await start({ smallFolders: { "/var": "150m" } });
    await machine.capture(["sh", "-c", "cat /dev/zero >/var/filler"]);
    await assert.rejects(create(machine), DiskSpaceError);
    assert.equal((await machine.capture(["ls", "/var/lib/moorage/host-id"])).code, 2);
  });

  it("must refuse a distribution that it does not know, naming it", async () => {
    const machine = await start();
    await machine.exec([
      "sh",
      "-c",
      `rm /etc/os-release; printf 'ID=plan9\\nPRETTY_NAME="Plan 9"\\n' >/etc/os-release`,
    ]);
    await assert.rejects(
      lifecycle.apply(context(), { ...creating(inputsFor(machine)), preview: true }),
      UnsupportedDistributionError,
    );
    const error = await causeOf(create(machine));
    assert.ok(error instanceof UnsupportedDistributionError);
    assert.match(error.message, /Plan 9.*installEngine: false/s);
  });

  for (const moment of moments) {
    it(`must finish at the next run what was cancelled at ${String(moment)}`, async () => {
      const machine = await start();
      const controller = new AbortController();
      const first = context(
        {},
        {
          signal: controller.signal,
          onProgress: (line) => {
            if (moment.test(line)) controller.abort(new CancelledError("enough"));
          },
        },
      );
      const error = await causeOf(create(machine, {}, first));
      assert.ok(error instanceof CancelledError, String(error));
      await first.hosts.close();
      await create(machine);
      await machine.exec(["docker", "info"]);
      assert.equal(await machine.exec(["dpkg", "--audit"]), "");
      assert.equal((await machine.capture(["test", "-e", "/var/lib/moorage/unfinished-install"])).code, 1);
    });
  }

  it("must finish at the next run what a lost connection interrupted", async () => {
    const machine = await start();
    const first: TestContext = context(
      {},
      {
        onProgress: (line) => {
          if (/^Unpacking docker\.io/.test(line)) void first.hosts.close();
        },
      },
    );
    assert.ok((await causeOf(create(machine, {}, first))) instanceof ConnectionLostError);
    await create(machine);
    await machine.exec(["docker", "info"]);
    assert.equal(await machine.exec(["dpkg", "--audit"]), "");
  });

  it("must find one identity in two runs at once, one after the other under the lock", async () => {
    const machine = await start({ flavour: "docker" });
    const [one, other] = await Promise.all([create(machine), create(machine)]);
    assert.equal(one.id, other.id);
  });

  it("must name who holds the host's lock, and take it when the holder is gone", async () => {
    const machine = await start({ flavour: "docker" });
    const here = context();
    const there = context();
    const address = inputsFor(machine).values["connection"] as never;
    const holder = await here.hosts.connect(address, { purpose: "apply", signal: here.signal });
    const waiter = await there.hosts.connect(address, { purpose: "apply", signal: there.signal });
    await withHostLock(workOn(holder.remote), "the first run", async () => {
      const impatient = workOn(waiter.remote, { deadline: Date.now() });
      await assert.rejects(
        withHostLock(impatient, "the second run", () => Promise.resolve()),
        (error) => error instanceof HostLockError && error.message.startsWith("the first run"),
      );
    });
    assert.equal(
      await withHostLock(workOn(waiter.remote), "the second run", () => Promise.resolve("done")),
      "done",
    );
    assert.equal((await machine.capture(["test", "-e", "/run/moorage.lock"])).code, 1);

    const held = new Promise<void>((resolve) => {
      void withHostLock(workOn(holder.remote), "a run that dies", async () => {
        resolve();
        await holder.remote.run(["sleep", "600"]);
      }).catch(() => undefined);
    });
    await held;
    await here.hosts.close();
    assert.equal(
      await withHostLock(workOn(waiter.remote), "the survivor", () => Promise.resolve("done")),
      "done",
    );
  });

  it("must tell a rebuilt machine from the former one, and reach it once its key is given", async () => {
    const machine = await start({ flavour: "docker" });
    const inputs = inputsFor(machine);
    const { id = "", state } = await lifecycle.apply(context(), creating(inputs));
    await machine.rebuild();
    await machine.rotateHostKeys();
    await assert.rejects(
      lifecycle.read(context(), { id, inputs, state }),
      (error) => error instanceof PartialError && /hostKey.*machine/s.test(error.message),
    );

    const [hostKey = ""] = machine.hostKeys;
    const pinned = inputsFor(machine, { hostKey });
    const here = context();
    const after = await lifecycle.apply(here, {
      id,
      oldInputs: inputs,
      oldState: state,
      inputs: pinned,
      preview: false,
    });
    assert.notEqual(after.state.values["hostId"], id);
    // What its children's deletion meets: their link still says the former machine and key.
    const link = state.values["link"] as never;
    await assert.rejects(here.hosts.open(link, { purpose: "remove", signal: here.signal }), HostChangedError);
    await lifecycle.remove(here, { id, inputs, state });
  });

  it("must refuse a clone, naming the marker", async () => {
    const [machine, copy] = await Promise.all([start({ flavour: "docker" }), start({ flavour: "docker" })]);
    const here = context();
    const { id = "" } = await create(machine, {}, here);
    await copy.exec(["sh", "-c", `mkdir -p /var/lib/moorage; echo ${id} >/var/lib/moorage/host-id`]);
    const twin = context({}, { name: "twin", hosts: here.hosts });
    await assert.rejects(
      create(copy, {}, twin),
      (error) => error instanceof ClonedHostError && /\/var\/lib\/moorage\/host-id/.test(error.message),
    );
  });

  it("must keep its marker while another stack is on the host", async () => {
    const machine = await start({ flavour: "docker" });
    const inputs = inputsFor(machine);
    const { id = "", state } = await lifecycle.apply(context(), creating(inputs));
    await machine.exec(["docker", "volume", "create", "--label", "io.moorage.stack=shop/prod", "theirs"]);
    await lifecycle.remove(context(), { id, inputs, state });
    const here = context();
    const { remote } = await here.hosts.connect(state.values["link"] as never, {
      purpose: "read",
      signal: here.signal,
    });
    assert.equal(await readHostId(remote, here), id);
    await machine.exec(["docker", "volume", "rm", "theirs"]);
    await lifecycle.remove(context(), { id, inputs, state });
    assert.equal(await readHostId(remote, here), undefined);
  });
});
