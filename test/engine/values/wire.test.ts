import assert from "node:assert/strict";
import fc from "fast-check";
import {
  Archive,
  Asset,
  marshalProperties,
  Output,
  ResourceReference,
  Secret,
  signatureKey,
  signatures,
  unknownSentinels,
  Unknown,
  unmarshalProperties,
  valuesEqual,
} from "../../../engine/values";
import { propertyMaps } from "./arbitrary";

const keepAll = { keepSecrets: true, keepUnknowns: true, keepResources: true, keepOutputValues: true };

describe("values on the wire", () => {
  it("any properties must come back as they were sent when everything is kept", () => {
    fc.assert(
      fc.property(propertyMaps({ outputs: true }), (sent) => {
        const received = unmarshalProperties(marshalProperties(sent, keepAll), keepAll);
        assert.deepEqual(received, sent);
      }),
    );
  });

  it("a property named __proto__ must be a property like any other", () => {
    const sent = Object.fromEntries([["__proto__", "mine"]]);
    const received = unmarshalProperties(marshalProperties(sent));
    assert.deepEqual(Object.entries(received), [["__proto__", "mine"]]);
  });

  it("keys must be sorted by their bytes", () => {
    assert.deepEqual(Object.keys(marshalProperties({ "\uff5e": 1, "\u{1f600}": 2, b: 3, a: 4 })), [
      "a",
      "b",
      "\uff5e",
      "\u{1f600}",
    ]);
  });

  it("a secret must be sent in plain where secrets are not kept", () => {
    const sent = marshalProperties({ password: new Secret({ a: new Secret("x") }) }, {});
    assert.deepEqual(sent, { password: { a: "x" } });
  });

  it("an unknown must be left out where unknowns are not kept, of lists too", () => {
    const sent = marshalProperties({ a: new Unknown(), list: [1, new Unknown("bool"), 2] }, {});
    assert.deepEqual(sent, { list: [1, 2] });
  });

  it("an unknown that is not kept must leave its place in a received list", () => {
    assert.deepEqual(unmarshalProperties({ list: [1, unknownSentinels.string, 2] }), { list: [1, null, 2] });
  });

  it("an unknown must be an error where unknowns are refused, which names the property", () => {
    const options = { keepUnknowns: true, rejectUnknowns: true };
    assert.throws(() => marshalProperties({ size: new Unknown() }, options), /"size".*not known/);
    assert.throws(() => unmarshalProperties({ size: unknownSentinels.number }, options), /"size".*not known/);
  });

  it("an output must be flattened where outputs are not kept", () => {
    const secret = new Output({ known: true, secret: true, element: "x", dependencies: ["urn:pulumi:a"] });
    const unknown = new Output({ known: false });
    assert.deepEqual(marshalProperties({ secret, unknown }, { keepSecrets: true, keepUnknowns: true }), {
      secret: { [signatureKey]: signatures.secret, value: "x" },
      unknown: unknownSentinels.string,
    });
  });

  it("a reference must be sent as its id, or as its URN, where references are not kept", () => {
    const urn = "urn:pulumi:dev::p::a:b:C::n";
    const sent = marshalProperties({
      custom: new ResourceReference(urn, "i-1", ""),
      component: new ResourceReference(urn, undefined, ""),
    });
    assert.deepEqual(sent, { custom: "i-1", component: urn });
  });

  it("a reference without an id yet must be received as an unknown", () => {
    const sent = { ref: { [signatureKey]: signatures.resourceReference, urn: "urn:pulumi:a", id: "" } };
    const kept = unmarshalProperties(sent, { keepResources: true });
    assert.deepEqual(kept.ref, new ResourceReference("urn:pulumi:a", new Unknown(), ""));
    assert.deepEqual(unmarshalProperties(sent, { keepUnknowns: true }).ref, new Unknown());
    assert.equal(unmarshalProperties(sent).ref, "");
  });

  it("an asset's content must stay out where it is elided", () => {
    const asset = new Asset({ text: "hello", hash: "2c" });
    const archive = new Archive({ assets: { a: asset }, hash: "3d" });
    assert.deepEqual(marshalProperties({ asset, archive }, { elideAssetContents: true }), {
      asset: { [signatureKey]: signatures.asset, hash: "2c" },
      archive: { [signatureKey]: signatures.archive, hash: "3d" },
    });
  });

  const malformed: [string, Record<string, unknown>, RegExp][] = [
    ["an unknown signature", { [signatureKey]: "8a" }, /"p".*unrecognized signature "8a"/],
    ["a signature that is no string", { [signatureKey]: 1 }, /"p".*unrecognized signature 1/],
    ["a secret without a value", { [signatureKey]: signatures.secret }, /"p".*secret without its value/],
    ["a reference without a URN", { [signatureKey]: signatures.resourceReference }, /"p".*urn is missing/],
    [
      "an asset whose text is a number",
      { [signatureKey]: signatures.asset, text: 1 },
      /"p".*text is no string/,
    ],
    [
      "an archive of a plain string",
      { [signatureKey]: signatures.archive, assets: { a: "x" } },
      /"p".*member "a"/,
    ],
    [
      "an output whose dependencies are numbers",
      { [signatureKey]: signatures.output, dependencies: [1] },
      /"p".*dependencies/,
    ],
  ];
  for (const [title, value, message] of malformed) {
    it(`${title} must be refused, which names the property`, () => {
      assert.throws(() => unmarshalProperties({ p: value as never }, keepAll), message);
    });
  }

  it("what was received must equal what was sent by Pulumi's own equality", () => {
    fc.assert(
      fc.property(propertyMaps(), (sent) => {
        const received = unmarshalProperties(marshalProperties(sent, keepAll), keepAll);
        assert.ok(valuesEqual(received, sent));
      }),
    );
  });
});
