import assert from "node:assert/strict";
import { InvokeRequest, type InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { UserError } from "../../providers/errors";
import type { Bag } from "../../providers/resources/bag";
import {
  ask,
  type Door,
  type DoorOptions,
  failureOf,
  openDoor,
  secret,
  struct,
  type Wire,
} from "../support/door/door";

const link = { hostId: "h1", address: "192.0.2.10", privateKey: "s3cr3t-key" };

describe("a function of the provider", () => {
  let door: Door | undefined;

  afterEach(() => door?.close());

  async function asked(orphans: NonNullable<DoorOptions["functions"]>[string], args: Wire) {
    door = await openDoor({ functions: { orphans } });
    const request = new InvokeRequest().setTok("moorage:index:orphans").setArgs(struct(args));
    const { client } = door;
    return ask<InvokeResponse>((done) => client.invoke(request, done));
  }

  it("must be given its arguments, and answer what it found", async () => {
    let given: Bag | undefined;
    const answer = await asked(
      (_context, args) => {
        given = args;
        return Promise.resolve({ values: { stacks: [{ stack: "shop/dev", objects: [] }] }, secrets: [] });
      },
      { host: secret(link), knownStacks: ["shop/prod"] },
    );
    assert.deepEqual(given?.values, { host: link, knownStacks: ["shop/prod"] });
    const found = answer.getReturn()?.toJavaScript();
    assert.deepEqual(found, { stacks: [{ stack: "shop/dev", objects: [] }] });
  });

  it("must say all that is wrong with its arguments, and not be asked then", async () => {
    const answer = await asked(() => assert.fail("asked"), { hots: link, knownStacks: "shop/prod" });
    assert.deepEqual(
      answer.getFailuresList().map((failure) => `${failure.getProperty()} ${failure.getReason()}`),
      [
        "host is required",
        'hots is not a known property; did you mean "host"?',
        "knownStacks must be a list, not a string",
      ],
    );
  });

  it("must fail as every operation does, without a secret in the message", async () => {
    const failing = asked(() => Promise.reject(new UserError("no login with s3cr3t-key")), { host: link });
    assert.equal((await failureOf(failing)).details, "no login with [secret]");
  });
});
