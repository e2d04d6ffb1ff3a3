import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DiffRequest,
  DiffResponse,
  type CheckResponse,
  type ConfigureResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { UserError } from "../../providers/errors";
import {
  ask,
  failureOf,
  openDoor,
  secret,
  struct,
  unknown,
  type Door,
  type Wire,
} from "../support/door/door";

const urn = "urn:pulumi:dev::shop::pulumi:providers:moorage::default_0_1_0";
const credentials = JSON.stringify({ web: { privateKeyFile: "/k", sudoPassword: "hunter2hunter2" } });

describe("the provider's configuration", () => {
  let door: Door;

  beforeEach(async () => {
    door = await openDoor({ isConfigured: false });
  });
  afterEach(() => door.close());

  function checkConfig(news: Wire): Promise<CheckResponse> {
    return ask((done) => door.client.checkConfig(new CheckRequest().setUrn(urn).setNews(struct(news)), done));
  }

  function failures(response: CheckResponse): string[] {
    return response.getFailuresList().map((failure) => `${failure.getProperty()}|${failure.getReason()}`);
  }

  function configure(args: Wire, to = door): Promise<unknown> {
    return ask((done) => to.client.configure(new ConfigureRequest().setArgs(struct(args)), done));
  }

  async function diffConfig(olds: Wire, news: Wire): Promise<DiffResponse> {
    const request = new DiffRequest().setUrn(urn).setOldInputs(struct(olds)).setNews(struct(news));
    return ask((done) => door.client.diffConfig(request, done));
  }

  it("must come back as it came, with credentials as a secret", async () => {
    const response = await checkConfig({ version: "0.1.0", credentials, deleteUnreachable: "true" });
    assert.deepEqual(failures(response), []);
    assert.deepEqual(response.getInputs()?.toJavaScript(), {
      version: "0.1.0",
      credentials: secret(credentials),
      deleteUnreachable: "true",
    });
  });

  it("must name what is wrong in credentials by its whole path, and say none of it", async () => {
    const wrong = JSON.stringify({
      web: { password: ["hunter2hunter2"] },
      db: { passwrd: "hunter2hunter2" },
    });
    const response = await checkConfig({ credentials: wrong, readTimeoutSeconds: "0", readTimeout: "1" });
    assert.deepEqual(failures(response).sort(), [
      'credentials.db.passwrd|is not a known property; did you mean "password"?',
      "credentials.web.password|must be a string, not a list",
      "readTimeoutSeconds|must be at least 1",
      "readTimeout|is not a known property",
    ]);
  });

  it("must not say any of credentials that are no JSON, nor let the engine print them", async () => {
    const response = await checkConfig({ credentials: "hunter2hunter2 {" });
    assert.deepEqual(failures(response), ["|credentials is not valid JSON"]);
  });

  it("must take credentials as an object, and properties that are not known yet", async () => {
    const object = { web: { password: "hunter2hunter2" } };
    assert.deepEqual(failures(await checkConfig({ credentials: object })), []);
    assert.deepEqual(failures(await checkConfig({ credentials: unknown, readTimeoutSeconds: unknown })), []);
  });

  it("must pass over what the engine adds for itself", async () => {
    const own = {
      version: "0.1.0",
      pluginDownloadURL: "https://example.com",
      __internal: {},
      __defaults: [],
    };
    assert.deepEqual(failures(await checkConfig(own)), []);
  });

  it("must be read from JSON and from secrets, with its defaults", async () => {
    await configure({ version: "0.1.0", credentials: secret(credentials) });
    await configure({ deleteUnreachable: "true", readTimeoutSeconds: "2.5" });
    assert.deepEqual(door.configurations, [
      {
        credentials: { web: { privateKeyFile: "/k", sudoPassword: "hunter2hunter2" } },
        deleteUnreachable: false,
        readTimeoutSeconds: 10,
      },
      { credentials: {}, deleteUnreachable: true, readTimeoutSeconds: 2.5 },
    ]);
  });

  it("must be refused with all that is wrong at once", async () => {
    const wrong = JSON.stringify({ web: { agent: "hunter2hunter2" } });
    const error = await failureOf(configure({ credentials: wrong, deleteUnreachable: "perhaps" }));
    assert.equal(
      error.details,
      [
        "the configuration of moorage is not usable:",
        "  moorage:deleteUnreachable is not valid JSON",
        "  moorage:credentials.web.agent must be a boolean, not a string",
      ].join("\n"),
    );
  });

  it("must say at Configure what of the protocol the provider speaks", async () => {
    const response = await ask<ConfigureResponse>((done) =>
      door.client.configure(new ConfigureRequest(), done),
    );
    assert.deepEqual(response.toObject(), {
      acceptsecrets: true,
      supportspreview: true,
      acceptresources: true,
      acceptoutputs: false,
      supportsAutonamingConfiguration: false,
    });
  });

  it("must be out of every error, but for the file of a key", async () => {
    const apply = (): Promise<never> =>
      Promise.reject(new UserError("cannot read /home/me/key: hunter2hunter2"));
    const web = { privateKeyFile: "/home/me/key", sudoPassword: "hunter2hunter2" };
    const other = await openDoor({
      lifecycle: { apply },
      configuration: { credentials: JSON.stringify({ web }) },
    });
    const request = new CreateRequest().setUrn("urn:pulumi:dev::shop::moorage:index:Host::web");
    const error = await failureOf(ask((done) => other.client.create(request, done)));
    assert.equal(error.details, "cannot read /home/me/key: [secret]");
    await other.close();
  });

  describe("when it changes", () => {
    const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;

    it("must be told to the engine, and replace nothing", async () => {
      const rotated = credentials.replace("hunter2hunter2", "correct horse");
      const response = await diffConfig(
        { version: "1", credentials },
        { version: "1", credentials: rotated },
      );
      assert.equal(response.getChanges(), DIFF_SOME);
      assert.deepEqual(response.getDiffsList(), ["credentials"]);
      assert.deepEqual(response.getReplacesList(), []);
      assert.doesNotMatch(JSON.stringify(response.toObject()), /hunter2|correct/);
    });

    it("must be no change when it is written in another way", async () => {
      const spaced = JSON.stringify(JSON.parse(credentials), undefined, 2);
      const response = await diffConfig({ credentials, version: "1" }, { version: "1", credentials: spaced });
      assert.equal(response.getChanges(), DIFF_NONE);
    });

    it("must be a change when it is not known yet", async () => {
      assert.equal(
        (await diffConfig({ credentials: unknown }, { credentials: unknown })).getChanges(),
        DIFF_SOME,
      );
    });
  });

  describe("with a file of credentials", () => {
    const file = join(tmpdir(), `moorage-credentials-${process.pid}.json`);

    async function withFile(text: string, run: (other: Door) => Promise<void>): Promise<void> {
      await writeFile(file, text, { mode: 0o600 });
      const other = await openDoor({ isConfigured: false, credentialsFile: file });
      try {
        await run(other);
      } finally {
        await other.close();
      }
    }

    it("must take those of the file before those of the configuration, by name", async () => {
      await withFile(JSON.stringify({ web: { agent: true }, db: { agent: true } }), async (other) => {
        await configure(
          { credentials: JSON.stringify({ web: { agent: false }, log: { agent: false } }) },
          other,
        );
        assert.deepEqual(other.configurations[0]?.credentials, {
          web: { agent: true },
          db: { agent: true },
          log: { agent: false },
        });
      });
    });

    it("must name the file and the path of what is wrong in it, and say none of it", async () => {
      await withFile(JSON.stringify({ web: { password: ["hunter2hunter2"] } }), async (other) => {
        const error = await failureOf(configure({}, other));
        assert.match(
          error.details,
          /MOORAGE_CREDENTIALS_FILE: .*json is not usable:\n {2}credentials\.web\.password must/,
        );
        assert.doesNotMatch(error.details, /hunter2/);
      });
    });

    it("must fail when the file cannot be read", async () => {
      const other = await openDoor({ isConfigured: false, credentialsFile: "/nowhere/credentials.json" });
      const error = await failureOf(configure({}, other));
      assert.match(error.details, /cannot read \/nowhere\/credentials\.json: ENOENT/);
      await other.close();
    });
  });
});
