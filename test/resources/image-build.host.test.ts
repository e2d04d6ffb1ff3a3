import assert from "node:assert/strict";
import { BuildError } from "../../providers/builds/build-error";
import { CancelledError } from "../../providers/errors";
import { UNKNOWN, type Bag, type Value } from "../../providers/resources/bag";
import { image } from "../../providers/resources/image";
import type { ApplyResult } from "../../providers/resources/lifecycle";
import { type ContextFolder, contextFolder, WITH_SHELL } from "../builds/context-folder";
import { startEngine, STORES, type TestEngine } from "../images/test-engine";
import { startAgent } from "../builds/ssh-agent";
import { HOST_ID, imageContext, sessionOf, type TestContext } from "./image-context";

const DOCKERFILE = `${WITH_SHELL}RUN echo prepared > /tmp/prepared
COPY page /page
CMD ["cat", "/page"]
`;

// The engine of trixie with containerd's store has only the classic builder to offer.
const BUILDERS = STORES.filter(({ suite, containerd }) => suite === "bookworm" || containerd);

const BUILDER_ID = "b7a1d9c2-55b0-4a57-9d6e-0f4b8f1c2d3e";
describe("Builds of images", function () {
  this.timeout(180_000);
  const engines: TestEngine[] = [];
  const engineAt = (index: number): TestEngine => {
    const engine = engines[index];
    assert.ok(engine !== undefined);
    return engine;
  };

  before(async () => {
    for (const store of BUILDERS) engines.push(await startEngine(store));
  });
  after(async () => {
    for (const engine of engines) await engine.remove();
  });

  for (const [index, store] of BUILDERS.entries()) {
    const isClassic = store.containerd;
    describe(`on ${store.title}`, () => {
      let target: TestEngine;
      let other: TestEngine;
      let folder: ContextFolder;

      before(() => {
        [target, other] = [engineAt(index), engineAt(1 - index)];
      });
      beforeEach(async () => {
        folder = await contextFolder({ Dockerfile: DOCKERFILE, page: "one\n" });
      });
      afterEach(async () => {
        await folder.discard();
        for (const { host } of engines) {
          await host.exec(["sh", "-c", "docker rm -f $(docker ps -aq); docker image prune -af; true"]);
        }
      });

      const context = (signal?: AbortSignal): TestContext => ({
        ...imageContext([sessionOf(target.engine, target.remote)]),
        ...(signal === undefined ? {} : { signal }),
      });
      const checked = async (
        build: Record<string, Value> = {},
        secrets: Bag["secrets"] = [],
      ): Promise<Bag> => {
        const values = { host: { hostId: HOST_ID }, build: { context: folder.path, ...build } };
        const { inputs, failures } = await image.check(context(), {
          olds: undefined,
          news: { values, secrets },
        });
        assert.deepEqual(failures, []);
        return inputs;
      };
      const create = async (inputs: Bag, over = context()): Promise<Applied> => {
        const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: false };
        return { inputs, ...(await image.apply(over, request)) };
      };
      const update = async (
        old: Applied,
        inputs: Bag,
        over = context(),
        preview = false,
      ): Promise<Applied> => {
        const request = { id: old.id, oldInputs: old.inputs, oldState: old.state, inputs, preview };
        return { inputs, ...(await image.apply(over, request)) };
      };
      const differences = (old: Applied, news: Bag): string[] =>
        image
          .diff(context(), { id: old.id ?? "", oldInputs: old.inputs, oldState: old.state, news })
          .differences.map(({ path }) => path.join("."));
      const names = async (): Promise<string[]> =>
        (await target.engine.images.list())
          .flatMap((each) => each.RepoTags ?? [])
          .filter(isName)
          .sort();
      const layers = async (made: ApplyResult): Promise<readonly string[]> =>
        (await target.engine.images.inspect(reference(made))).RootFS?.Layers ?? [];
      const failure = async (building: Promise<unknown>): Promise<Error> => {
        const error: unknown = await building.then(
          () => assert.fail("it must fail"),
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof Error);
        return error;
      };

      it("must have its names, run, and not differ afterwards", async () => {
        const inputs = await checked();
        const over = context();
        const made = await create(inputs, over);
        assert.match(reference(made), /^shop-dev-app:[0-9a-f]{12}$/);
        assert.deepEqual(await names(), [reference(made), "shop-dev-app:latest"].sort());
        assert.equal(made.state.values["imageId"], (await target.engine.images.inspect(reference(made))).Id);
        assert.equal(await target.host.exec(["docker", "run", "--rm", reference(made)]), "one");
        assert.deepEqual(differences(made, await checked()), []);
        const read = await image.read(context(), { id: made.id ?? "", inputs, state: made.state });
        assert.deepEqual(read?.state, made.state);
        assert.match(over.said.join("\n"), /^building on web-1\n.*\nstep \d of \d, /s);
      });

      it("must be gone after it was deleted by hand, and come back the same", async () => {
        const inputs = await checked();
        const made = await create(inputs);
        await target.host.exec(["docker", "rmi", "-f", reference(made), "shop-dev-app:latest"]);
        assert.equal(
          await image.read(context(), { id: made.id ?? "", inputs, state: made.state }),
          undefined,
        );
        const again = await create(inputs);
        assert.equal(reference(again), reference(made));
        assert.deepEqual(await names(), [reference(made), "shop-dev-app:latest"].sort());
        const over = context();
        await create(inputs, over);
        assert.deepEqual(over.said, [], "one that is there is not built again");
      });

      it("must be built anew from the changed layer on when a file changes, which the preview names", async () => {
        const made = await create(await checked());
        await folder.write("page", "two\n");
        const inputs = await checked();
        assert.deepEqual(differences(made, inputs), ["buildContext.digest"]);
        const over = context();
        const foreseen = await update(made, inputs, over, true);
        assert.match(
          over.logged.join(),
          /info: The image is built on web-1. Its build context: 1 file changed: page\./,
        );
        assert.equal(foreseen.state.values["imageId"], UNKNOWN);
        const next = await update(made, inputs);
        assert.equal(reference(next), reference(foreseen));
        const [before, after] = [await layers(made), await layers(next)];
        assert.equal(before.length, after.length);
        assert.deepEqual(after.slice(0, -1), before.slice(0, -1));
        assert.notEqual(after.at(-1), before.at(-1));
      });

      it("must fail with the step that failed and its last lines, and leave nothing", async () => {
        await folder.write("Dockerfile", `${WITH_SHELL}RUN echo first; echo second; exit 7\nRUN true\n`);
        const error = await failure(create(await checked()));
        assert.ok(error instanceof BuildError, String(error));
        assert.match(
          error.message,
          new RegExp(
            `^The build failed on root@\\S+ at step ${isClassic ? "6 of 7" : "3 of 4"}, RUN echo first; `,
          ),
        );
        assert.deepEqual(error.step?.lines, ["first", "second"]);
        assert.match(error.reason, /7/);
        assert.deepEqual(await names(), []);
        assert.equal(await target.host.exec(["docker", "ps", "-aq"]), "");
      });

      it("must keep the newest versions, the one before, and what a container needs", async () => {
        const versions: Applied[] = [];
        for (const version of ["1", "2", "3", "4"]) {
          await folder.write("page", version);
          const inputs = await checked({ keep: 2 });
          const last = versions.at(-1);
          const made = last === undefined ? await create(inputs) : await update(last, inputs);
          if (version === "1") await target.host.exec(["docker", "create", reference(made)]);
          versions.push(made);
        }
        const [first, , third, fourth] = versions.map(reference);
        assert.deepEqual(await names(), [first, third, fourth, "shop-dev-app:latest"].sort());
        const [current] = versions.slice(-1);
        assert.ok(current !== undefined);
        await target.host.exec(["sh", "-c", "docker rm $(docker ps -aq)"]);
        await image.remove(context(), { id: current.id ?? "", inputs: current.inputs, state: current.state });
        assert.deepEqual(await names(), []);
      });

      it("must stop at once when cancelled, and leave nothing that runs", async () => {
        await folder.write("Dockerfile", `${WITH_SHELL}RUN echo begun; sleep 600\n`);
        const cancel = new AbortController();
        const over = context(cancel.signal);
        const said = (message: string): void => {
          if (/begun|sleep 600/.test(message)) cancel.abort();
        };
        const error = await failure(create(await checked(), { ...over, progress: said }));
        assert.ok(error instanceof CancelledError, String(error));
        await target.host.exec([
          "sh",
          "-c",
          "for i in $(seq 100); do pgrep -f '[s]leep 600' || exit 0; done; exit 1",
        ]);
        assert.deepEqual(await names(), []);
      });

      it("must be sent to the host where it is built elsewhere, and not be built twice", async () => {
        const over = context();
        const elsewhere = { ...sessionOf(other.engine, other.remote), name: "builder", hostId: BUILDER_ID };
        const hosts: TestContext["hosts"] = {
          ...over.hosts,
          open: (link, options) =>
            link.hostId === BUILDER_ID ? Promise.resolve(elsewhere) : over.hosts.open(link, options),
          locate: async (link) => ({ session: elsewhere, link: { ...link, hostId: BUILDER_ID } }),
        };
        const onBuilder = await create(await checked({ on: { hostId: BUILDER_ID } }), { ...over, hosts });
        assert.deepEqual(await names(), [reference(onBuilder), "shop-dev-app:latest"].sort());
        assert.equal(await target.host.exec(["docker", "run", "--rm", reference(onBuilder)]), "one");
        assert.equal(over.said.filter((line) => line === "building on builder").length, 1);
        assert.match(over.said.join("\n"), /fetching the image from builder\nweb-1 lacks \d of \d layers/);

        await target.host.exec(["docker", "rmi", "-f", reference(onBuilder), "shop-dev-app:latest"]);
        const local = await checked({ on: { hostId: "local", local: true } });
        assert.deepEqual(differences(onBuilder, local), []);
        const onLocal = await create(local, { ...over, hosts });
        assert.equal(reference(onLocal), reference(onBuilder));
        assert.equal(over.said.filter((line) => line === "building on builder").length, 1);

        const { id, inputs, state } = onLocal;
        await image.remove({ ...over, hosts }, { id: id ?? "", inputs, state });
        for (const { engine } of [target, other]) {
          const left = (await engine.images.list()).flatMap((each) => each.RepoTags ?? []).filter(isName);
          assert.deepEqual(left, []);
        }
      });

      if (isClassic) {
        it("must be refused before anything is sent where it wants what the classic builder lacks", async () => {
          await folder.write("Dockerfile", `${WITH_SHELL}RUN --mount=type=cache,target=/c true\n`);
          const inputs = await checked();
          assert.match((await failure(create(inputs))).message, /line 6: RUN --mount.*older than 28\.0/);
          const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: true };
          assert.match((await failure(image.apply(context(), request))).message, /only its classic builder/);
        });
      } else {
        it("must forward SSH agents to the steps that mount them, and say where there is none", async () => {
          const agent = await startAgent(folder.path);
          try {
            await folder.write(
              "Dockerfile",
              `${WITH_SHELL}COPY root /\nRUN --mount=type=ssh /usr/bin/ssh-add -l > /keys\nCMD ["cat", "/keys"]\n`,
            );
            assert.match((await failure(create(await checked()))).message, /Name one in `build\.ssh`/);
            const unset = await failure(create(await checked({ ssh: { default: {} } })));
            assert.match(unset.message, /SSH_AUTH_SOCK is not set.*build\.ssh\.default\.agentSocket/);
            const gone = await checked({ ssh: { default: { agentSocket: "/nowhere/agent" } } });
            assert.match((await failure(create(gone))).message, /agent at \/nowhere\/agent does not answer/);
            const made = await create(await checked({ ssh: { default: { agentSocket: agent.socket } } }));
            const keys = await target.host.exec(["docker", "run", "--rm", reference(made)]);
            assert.ok(keys.includes(agent.fingerprint), keys);
          } finally {
            await agent.end();
          }
        });

        it("must hand secrets to the steps that mount them, and leave no trace of them", async () => {
          const secret = "canary-91c0-build";
          await folder.write(
            "Dockerfile",
            `${WITH_SHELL}RUN --mount=type=secret,id=token test "$(wc -c </run/secrets/token)" = ${secret.length}; cat /run/secrets/token\n`,
          );
          const over = context();
          const made = await create(
            await checked({ secrets: { token: secret } }, [["build", "secrets"]]),
            over,
          );
          await target.host.exec(["docker", "save", "-o", "/root/image.tar", reference(made)]);
          const found = await target.host.capture(["grep", "-c", secret, "/root/image.tar"]);
          assert.equal(found.stdout.trim(), "0");
          const history = await target.host.exec(["docker", "history", "--no-trunc", reference(made)]);
          assert.ok(!history.includes(secret) && !over.said.join().includes(secret));
        });
      }
    });
  }
});

type Applied = ApplyResult & { readonly inputs: Bag };

function reference({ state }: ApplyResult): string {
  return String(state.values["reference"]);
}

function isName(name: string): boolean {
  return !name.startsWith("<none>");
}
