import { NO_DEFAULTS } from "../../providers/reconcile/container/options/option";
import assert from "node:assert/strict";
import { type Bag, formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { checkContainer } from "../../providers/resources/container/check";
import { diffContainer } from "../../providers/resources/container/diff";
import { filesIn } from "../../providers/resources/container/files-in";
import { specIn } from "../../providers/resources/container/inputs";
import { containerState } from "../../providers/resources/container/state";
import { desiredOf, made } from "../reconcile/container/engine-echo";

const urn = { text: "urn", stack: "dev", project: "shop", type: "moorage:index:Container", name: "app" };
const host = { hostId: "h1", address: "10.0.0.1" };
const bag = (files: Value, others: Record<string, Value> = {}, secrets: (string | number)[][] = []): Bag => ({
  values: { host, name: "app", image: "web:1", files, ...others },
  secrets,
});
const one = { target: "/a", content: "one" };
const two = { target: "/b", content: "two" };

describe("the files of a container, as they are asked for", () => {
  it("must lie where another content, mode, owner or machine means another place", () => {
    const place = (file: Record<string, Value>, others: Record<string, Value> = {}) =>
      filesIn(bag([{ ...one, ...file }], others))[0]?.source ?? "";
    assert.match(place({}), /^\/var\/lib\/moorage\/files\/app\/[0-9a-f]{32}$/);
    assert.equal(place({ mode: 0o400, uid: 0, gid: 0 }), place({}));
    const others = [
      place({ content: "two" }),
      place({ mode: 0o444 }),
      place({ uid: 1 }),
      place({ gid: 1 }),
      place({}, { host: { ...host, hostId: "h2" } }),
    ];
    assert.equal(new Set([...others, place({})]).size, others.length + 1);
  });

  it("must not be asked of the engine of this machine, nor mount over each other", () => {
    const failures = (files: Value, others: Record<string, Value> = {}) =>
      checkContainer(urn, { olds: undefined, news: bag(files, others) }).failures.map(
        ({ path, reason }) => `${formatPath(path)} ${reason}`,
      );
    assert.match(
      failures([one], { host: { hostId: "x", local: true } }).join(),
      /^files needs a host .* SSH/,
    );
    assert.deepEqual(failures([one, { ...two, target: "/a" }]), ["files[1].target mounts /a a second time"]);
    assert.deepEqual(failures([one, two]), []);
  });

  it("must tell at preview which of them changes, known or not", () => {
    const diff = (news: Value) =>
      diffContainer({ id: "x", oldInputs: bag([one, two]), oldState: bag([one, two]), news: bag(news) });
    const changed = (news: Value) => diff(news).differences.map(({ path }) => formatPath(path));
    assert.deepEqual(changed([one, { ...two, content: "three" }]), ["files[1].content"]);
    assert.deepEqual(changed([one, { ...two, content: UNKNOWN }]), ["files[1].content"]);
    assert.deepEqual(changed([two, one]), []);
  });

  it("must keep a secret one secret in the state when another is missing", () => {
    const inputs = bag([one, two], {}, [["files", 1, "content"]]);
    const facts = made(desiredOf(specIn(bag([two]))));
    const { values, secrets } = containerState(inputs, facts, NO_DEFAULTS);
    assert.deepEqual(values["files"], [two]);
    assert.ok(secrets.some((path) => formatPath(path) === "files"));
  });
});
