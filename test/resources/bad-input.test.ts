import assert from "node:assert/strict";
import { CheckRequest, type CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Value } from "../../providers/resources/bag";
import type { PropertySpec } from "../../providers/schema/package-spec";
import { ask, type Door, nouns, openDoor, schema, struct, urn, type Wire } from "../support/door/door";
import { besides } from "./besides";
import { isEnum, type Place, placesOf } from "./places";

/** A value that cannot be meant, and what it must be told. */
type Wrong = readonly [what: string, value: Value, reason: RegExp];

const anything: Readonly<Record<string, Value>> = {
  "a text": "x",
  "a number": 7,
  "a boolean": true,
  "a list": [],
  "an object": {},
};

/** Texts of which a pattern should refuse some. */
const texts = ["", " ", "-", "/../..", "a b", "9999999", "é"];

describe("a value out of range or of the wrong type", () => {
  let door: Door;

  before(async () => {
    door = await openDoor();
  });
  after(() => door.close());

  for (const noun of nouns.filter((each): each is keyof typeof besides => each in besides)) {
    for (const place of placesOf(schema, noun)) {
      const rows = [...wrongTypes(place.type), ...outOfRange(place.type)];
      if (rows.length === 0 || place.title.includes("[KEY]")) continue;
      it(`must be refused at preview, by its exact name: ${noun}.${place.title}`, async () => {
        for (const [what, value, reason] of rows) {
          const found = await check(noun, place, value);
          assert.deepEqual(
            found.map(([property]) => property),
            [place.title],
            what,
          );
          assert.match(found[0]?.[1] ?? "", reason, what);
        }
      });
    }
  }

  async function check(noun: keyof typeof besides, place: Place, value: Value): Promise<[string, string][]> {
    const news = struct({ ...besides[noun], ...(place.put(value) as Wire) });
    const request = new CheckRequest().setUrn(urn(noun)).setNews(news);
    const response = await ask<CheckResponse>((done) => door.client.check(request, done));
    return response.getFailuresList().map((each) => {
      const reason = each.getReason();
      // A secret one is named in its reason.
      return [each.getProperty() || (reason.split(" ")[0] ?? ""), reason];
    });
  }
});

function wrongTypes(type: PropertySpec): Wrong[] {
  if (isEnum(schema, type))
    return [
      ["another word", "nonsense", /must be one of/],
      ["a number", 7, /must be/],
    ];
  const fitting: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    integer: "a number",
    boolean: "a boolean",
    array: "a list",
    object: "an object",
  };
  const isAny = type.$ref === "pulumi.json#/Any";
  const fits = type.oneOf ?? [type.$ref === undefined ? type : { type: "object" as const }];
  const taken = isAny ? Object.keys(anything) : fits.map((each) => fitting[each.type ?? "object"]);
  return Object.entries(anything)
    .filter(([what]) => !taken.includes(what))
    .map(([what, value]) => [what, value, /must be/]);
}

function outOfRange(type: PropertySpec): Wrong[] {
  const { minimum, maximum, pattern } = type.language?.moorage ?? {};
  const isWhole = type.type === "integer";
  return [
    ...(isWhole ? [["a fraction", 1.5, /whole number/] as const] : []),
    ...(minimum === undefined ? [] : [["too little", minimum - 1, /must be at least/] as const]),
    ...(maximum === undefined ? [] : [["too much", maximum + 1, /must be at most/] as const]),
    ...texts
      .filter((text) => pattern !== undefined && !new RegExp(pattern, "u").test(text))
      .map((text): Wrong => [`"${text}"`, text, /must (be|match)/]),
  ];
}
