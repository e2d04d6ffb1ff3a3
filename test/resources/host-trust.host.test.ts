import assert from "node:assert/strict";
import type { Bag, Value } from "../../providers/resources/bag";
import { formatPath } from "../../providers/resources/bag";
import { host as lifecycle } from "../../providers/resources/host";
import { startHost, type TestHost } from "../support/host";
import { creating, inputsFor, testContext, type TestContext } from "./host-context";

const CA = "-----BEGIN CERTIFICATE-----\nb25l\n-----END CERTIFICATE-----\n";
const FOLDER = "/etc/docker/certs.d/10.0.0.5:5000";
const OURS = `${FOLDER}/moorage-shop-dev.crt`;
const certified = { address: "10.0.0.5:5000", ca: CA };
const plain = { address: "10.0.0.6:5000", insecure: true };
/** One that others have put there already. */
const theirs = { address: "10.9.9.9:5000", insecure: true };
const RECORD = "/var/lib/moorage/insecure-registries/shop-dev";

describe("the registries that a host trusts", function () {
  this.timeout(300_000);
  const contexts: TestContext[] = [];
  const context = (): TestContext => {
    const made = testContext();
    contexts.push(made);
    return made;
  };
  let machine: TestHost;
  let id = "";
  let inputs: Bag;
  let state: Bag;
  let engine: string;

  const enginePid = () => machine.exec(["pidof", "dockerd"]);
  const listed = async () =>
    JSON.parse(await machine.exec(["cat", "/etc/docker/daemon.json"]))["insecure-registries"];
  const inForce = async (): Promise<string[]> => {
    const text = await machine.exec(["docker", "info", "--format", "{{json .RegistryConfig.IndexConfigs}}"]);
    const configs = JSON.parse(text) as Record<string, { Secure: boolean }>;
    return Object.keys(configs).filter((name) => configs[name]?.Secure === false);
  };
  const up = async (trustedRegistries: Value) => {
    const news = inputsFor(machine, {}, { trustedRegistries });
    const request = { id, oldInputs: inputs, oldState: state, inputs: news, preview: false };
    ({ state } = await lifecycle.apply(context(), request));
    inputs = news;
  };
  /** What a refresh finds to be done. */
  const drift = async (): Promise<string[]> => {
    const found = await lifecycle.read(context(), { id, inputs, state });
    assert.ok(found !== undefined);
    const { differences } = lifecycle.diff(context(), {
      id,
      oldInputs: found.inputs,
      oldState: found.state,
      news: inputs,
    });
    return differences.map(({ path }) => formatPath(path));
  };

  before(async () => {
    machine = await startHost({ suite: "bookworm", flavour: "docker" });
    const others = JSON.stringify({ "insecure-registries": ["10.9.9.9:5000"] });
    await machine.exec(["sh", "-c", `mkdir -p ${FOLDER}; cat >/etc/docker/daemon.json`], { input: others });
    await machine.exec(["sh", "-c", `echo theirs >${FOLDER}/ca.crt; kill -HUP $(pidof dockerd)`]);
    inputs = inputsFor(machine);
    const made = await lifecycle.apply(context(), creating(inputs));
    id = made.id ?? "";
    state = made.state;
    engine = await enginePid();
  });
  after(async () => {
    await Promise.all(contexts.map(({ hosts }) => hosts.close()));
    await machine.remove();
  });

  it("must be added to those that others have put there, without a restart of the engine", async () => {
    await up([certified, plain, theirs]);
    assert.equal(await machine.exec(["cat", RECORD]), "10.0.0.6:5000");
    assert.equal(await machine.exec(["cat", OURS]), CA.trim());
    assert.equal(await machine.exec(["stat", "-c", "%a %u:%g", OURS]), "644 0:0");
    assert.deepEqual(await listed(), ["10.9.9.9:5000", "10.0.0.6:5000"]);
    assert.ok((await inForce()).includes("10.0.0.6:5000"));
    assert.ok((await inForce()).includes("10.9.9.9:5000"));
    assert.equal(await enginePid(), engine);
    assert.deepEqual(await drift(), []);
  });

  it("must leave to others what they had put there before it was in the program", async () => {
    await up([]);
    assert.deepEqual(await listed(), ["10.9.9.9:5000"]);
    assert.equal((await machine.capture(["ls", "/var/lib/moorage/insecure-registries"])).code, 2);
    await up([certified, plain]);
    assert.deepEqual(await listed(), ["10.9.9.9:5000", "10.0.0.6:5000"]);
  });

  it("must be seen when somebody has taken them away, and come back", async () => {
    await machine.exec(["sh", "-c", `echo other >${OURS}`]);
    assert.deepEqual(await drift(), ["trustedRegistries[0]"]);
    await machine.exec(["sh", "-c", "echo '{}' >/etc/docker/daemon.json"]);
    assert.deepEqual(await drift(), ["trustedRegistries[0]", "trustedRegistries[1]"]);
    await up([certified, plain]);
    assert.equal(await machine.exec(["cat", OURS]), CA.trim());
    assert.deepEqual(await listed(), ["10.0.0.6:5000"]);
  });

  it("must go with their line in the program and with the host, and no others with them", async () => {
    const both = JSON.stringify({ "insecure-registries": ["10.9.9.9:5000", "10.0.0.6:5000"] });
    await machine.exec(["sh", "-c", "cat >/etc/docker/daemon.json"], { input: both });
    await up([plain]);
    assert.equal((await machine.capture(["ls", OURS])).code, 2);
    assert.equal(await machine.exec(["cat", `${FOLDER}/ca.crt`]), "theirs");
    await up([certified, plain, theirs]);
    await lifecycle.remove(context(), { id, inputs, state });
    assert.deepEqual(await listed(), ["10.9.9.9:5000"]);
    assert.equal((await machine.capture(["ls", "/var/lib/moorage"])).code, 2);
    assert.ok(!(await inForce()).includes("10.0.0.6:5000"));
    assert.equal(await machine.exec(["ls", FOLDER]), "ca.crt");
    assert.equal(await enginePid(), engine);
  });
});
