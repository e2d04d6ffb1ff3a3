import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigureRequest, ReadRequest, type ReadResponse } from "@pulumi/pulumi/proto/provider_pb";
import { configure } from "../../providers/grpc/configure";
import { EngineLog } from "../../providers/grpc/engine-log";
import { foresee } from "../../providers/grpc/foresee";
import { localProvider } from "../../providers/grpc/in-process";
import { read } from "../../providers/grpc/read";
import { Redactor } from "../../providers/grpc/redactor";
import { Session } from "../../providers/grpc/session";
import { sessionOptions } from "../../providers/session-options";
import { dialledPlaces } from "../../providers/ssh/early-connections";
import { SshServer } from "../ssh/ssh-server";
import { secret, struct, unknown, urn, type Wire } from "../support/door/door";
import { waitFor } from "../support/setup/wait-for";

const hostId = "7d7ac6ae-0000-4000-8000-000000000001";
const { signal } = new AbortController();

describe("what a provider in the engine's process is going to read", () => {
  let server: SshServer;
  let session: Session;
  const told: string[] = [];

  beforeEach(async () => {
    server = await SshServer.start();
    told.length = 0;
    session = open();
  });
  afterEach(async () => {
    await session.close();
    await server.stop();
  });

  function open(environment: Record<string, string> = {}): Session {
    const redactor = new Redactor();
    const log = new EngineLog(redactor, ({ message }) => told.push(message));
    return new Session(sessionOptions(environment), log, redactor);
  }

  const link = (credential?: string): Wire => ({
    ...{ hostId, address: "127.0.0.1", port: server.port, user: "deploy" },
    ...(credential === undefined ? { password: "right" } : { credential }),
  });
  const volume = (name: string, host: Wire): ReadRequest =>
    new ReadRequest()
      .setUrn(urn("Volume", name))
      .setId(`${hostId}/${name}`)
      .setInputs(struct({ host, name }))
      .setProperties(struct({ host, name }));
  const configuration = (args: Wire = {}): ConfigureRequest => new ConfigureRequest().setArgs(struct(args));
  const foreseen = (reads: ReadRequest[], args: Wire = {}): Parameters<typeof foresee>[1] => ({
    configuration: configuration(args),
    reads: reads.map((each) => ({ urn: each.getUrn(), id: each.getId(), request: () => each })),
  });
  const credentials = (password: string): Wire => ({
    credentials: secret(JSON.stringify({ web: { password } })),
  });
  const readBack = (request: ReadRequest): Promise<ReadResponse> => read(session, request, { signal });

  it("must be read over the one connection that was made before the configuration", async () => {
    const [data, logs] = [volume("data", link()), volume("logs", link())];
    await foresee(session, foreseen([data, logs]), signal);
    assert.equal(server.connections, 1);
    await configure(session, configuration());
    // The machine has not this identity: what was on it is gone.
    for (const answer of await Promise.all([data, logs].map(readBack))) assert.equal(answer.getId(), "");
    assert.equal(server.connections, 1);
    assert.deepEqual(told, []);
  });

  it("must be dialled before anything is loaded that only speaks with a host that is reached", async () => {
    let isDialled: boolean | undefined;
    const load = (): void => {
      isDialled ??= dialledPlaces().some(({ port }) => port === server.port);
    };
    await foresee(session, foreseen([volume("data", link())]), signal, [load]);
    assert.equal(isDialled, true);
  });

  it("must be dialled with the credentials of the file, which are there before the configuration", async () => {
    const file = join(server.home, "credentials.json");
    writeFileSync(file, JSON.stringify({ web: { password: "right" } }));
    session = open({ MOORAGE_CREDENTIALS_FILE: file });
    await foresee(session, foreseen([volume("data", link("web"))], { credentials: secret(unknown) }), signal);
    assert.equal(server.connections, 1);
    await configure(session, configuration(credentials("wrong")));
    assert.equal((await readBack(volume("data", link("web")))).getId(), "");
    assert.equal(server.connections, 1);
  });

  it("must not be dialled where the login is not known yet, and be read as ever", async () => {
    const connection = { address: "127.0.0.1", port: server.port, user: "deploy", password: "right" };
    const host = new ReadRequest()
      .setUrn(urn("Host"))
      .setId(hostId)
      .setInputs(struct({ connection }))
      .setProperties(struct({ hostId, link: { ...link(), hostKeys: secret(unknown) } }));
    const reads = [
      volume("data", link("web")),
      volume("data", { ...link(), password: secret(unknown) } as Wire),
    ];
    for (const each of [...reads, host])
      await foresee(open(), foreseen([each], { credentials: secret(unknown) }), signal);
    await foresee(session, foreseen(reads, { credentials: secret(unknown) }), signal);
    assert.equal(server.connections, 0);
    await configure(session, configuration(credentials("right")));
    assert.equal((await readBack(volume("data", link("web")))).getId(), "");
    assert.equal(server.connections, 1);
  });

  it("must fail in silence, and tell of it when it is read, dialled no more", async () => {
    const refused = { ...link(), password: "wrong" };
    await foresee(session, foreseen([volume("data", refused)]), signal);
    assert.deepEqual(told, []);
    await configure(session, configuration());
    const answer = await readBack(volume("data", refused));
    assert.equal(answer.getId(), `${hostId}/data`);
    assert.match(told.join("\n"), /does not let deploy in/);
    assert.equal(server.connections, 1);
  });

  it("must hold no connection once the provider is closed, whether or not it was read", async () => {
    const provider = localProvider(sessionOptions({}), () => {});
    provider.foresee(foreseen([volume("data", link())]));
    await waitFor("the machine to be dialled", () => Promise.resolve(server.connections > 0 || undefined));
    await provider.close();
    await waitFor("the connection to be gone", () =>
      Promise.resolve(server.openConnections === 0 || undefined),
    );
  });
});
