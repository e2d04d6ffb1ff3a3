import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { openBackend, type Backend } from "../../../engine/backend";
import { thisOwner } from "../../../engine/backend/lock-owner";
import { announce } from "../../support/setup/announce";

const stack = { project: "p", name: "dev" };
const deadPid = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

describe("locks of a stack", () => {
  let folder: string;
  let locks: string;
  let backend: Backend;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-locks-"));
    locks = join(folder, ".pulumi/locks/organization/p/dev");
    backend = await openBackend({ url: folder, environment: {} });
    await backend.createStack(stack);
    await mkdir(locks, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = (content: unknown, name = "other.json") =>
    writeFile(join(locks, name), typeof content === "string" ? content : JSON.stringify(content));
  const cli = (given: object) => ({
    pid: 1,
    username: "u",
    hostname: hostname(),
    timestamp: "2026-01-02T03:04:05Z",
    ...given,
  });

  it("must be files that the CLI reads, whole whenever it looks, and gone afterwards", async () => {
    const lock = await backend.lock(stack);
    const [name, ...others] = await readdir(locks);
    assert.match(name ?? "", /^[0-9a-f-]{36}\.json$/);
    assert.deepEqual(others, []);
    const content = JSON.parse(await readFile(join(locks, name ?? ""), "utf8"));
    assert.deepEqual([content.pid, content.hostname], [process.pid, hostname()]);
    await lock.release();
    assert.deepEqual(await readdir(locks), []);
  });

  it("must keep out a second operation of the same process, and leave no second file", async () => {
    const lock = await backend.lock(stack);
    await assert.rejects(backend.lock(stack), { name: "StackLockedError", message: /which is running/ });
    assert.equal((await readdir(locks)).length, 1);
    lock.releaseSync();
    await (await backend.lock(stack)).release();
  });

  it("must be got by one of two operations of the same process that begin together", async () => {
    const both = await Promise.allSettled([backend.lock(stack), backend.lock(stack)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal((await readdir(locks)).length, 1);
  });

  const inTheWay: [title: string, content: unknown, message: RegExp][] = [
    ["another machine's", cli({ hostname: "elsewhere" }), /u@elsewhere \(pid 1\).*not on this machine/],
    ["a running process's", cli({ pid: process.pid }), /which is running/],
    ["nobody's", "{}", /does not tell by whom/],
    ["no JSON", "", /does not tell by whom/],
    [
      "of another process namespace",
      { ...thisOwner(), process: { ...thisOwner().process, namespace: "pid:[1]" } },
      /not on this machine/,
    ],
  ];
  for (const [title, content, message] of inTheWay) {
    it(`a lock that is ${title} must be in the way, even of who would take it over`, async () => {
      await put(content);
      await assert.rejects(backend.lock(stack), { name: "StackLockedError", message });
      await assert.rejects(backend.lock(stack, { takeOver: true }), { name: "StackLockedError" });
      assert.deepEqual(await readdir(locks), ["other.json"]);
    });
  }

  it("a dead process's lock must be in the way, named as such, until it is taken over", async () => {
    await put(cli({ pid: deadPid() }));
    await assert.rejects(backend.lock(stack), /no such process on this machine.*takeOver.*pulumi cancel/s);
    await (await backend.lock(stack, { takeOver: true })).release();
    assert.deepEqual(await readdir(locks), []);
  });

  for (const [title, change] of [
    ["that has ended", () => ({ pid: deadPid() })],
    ["of before the machine's last start", () => ({ process: { ...thisOwner().process, boot: "another" } })],
    ["whose id is another's by now", () => ({ process: { ...thisOwner().process, started: "1" } })],
  ] as const) {
    it(`a lock of an engine ${title} must not be in the way`, async function () {
      if (thisOwner().process === undefined) {
        announce("without the start of a process in /proc no lock can be told to be a dead one's: not tried");
        this.skip();
      }
      await put({ ...thisOwner(), ...change() });
      await (await backend.lock(stack)).release();
      assert.deepEqual(await readdir(locks), []);
    });
  }

  it("all locks must go when they are cancelled, whoever has them", async () => {
    await put(cli({ hostname: "elsewhere" }));
    await put("", "half");
    assert.equal((await backend.cancel(stack)).length, 2);
    await (await backend.lock(stack)).release();
  });
});
