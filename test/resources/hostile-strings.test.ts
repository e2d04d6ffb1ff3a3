import assert from "node:assert/strict";
import { CheckRequest, type CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import { lifecycles } from "../../providers/resources";
import type { Noun } from "../../providers/resources/nouns";
import { ask, type Door, openDoor, schema, struct, urn, type Wire } from "../support/door/door";
import { besides } from "./besides";
import { type Place, placesOf, takesText } from "./places";
import { hostileStrings } from "./hostile/strings";

describe("a hostile text", () => {
  let door: Door;

  before(async () => {
    door = await openDoor({
      lifecycle: {
        check(context, request) {
          const noun = context.urn.type.split(":").at(-1) as Noun;
          return lifecycles[noun].check(context, request);
        },
      },
    });
  });
  after(() => door.close());

  for (const noun of Object.keys(besides) as Noun[]) {
    for (const place of placesOf(schema, noun)) {
      if (!takesText(schema, place)) continue;
      it(`must be refused by name, or go on as it is: ${noun}.${place.title}`, async () => {
        for (const [what, text] of Object.entries(hostileStrings)) {
          const { failures, inputs } = await check(noun, place, text);
          for (const { property, reason } of failures) {
            const isNamed = property.startsWith(place.property) || reason.includes(`\`${place.property}\``);
            assert(isNamed, `${what}: ${property} ${reason}`);
            assert(property.length + reason.length < 1000, `${what} is repeated in the error`);
          }
          const given = place.put(text) as Wire;
          if (failures.length === 0) {
            for (const [name, value] of Object.entries(given)) assert.deepEqual(inputs[name], value, what);
          }
        }
      });

      it(`must be refused with a NUL character: ${noun}.${place.title}`, async () => {
        const { failures } = await check(noun, place, "a\0b");
        assert.notEqual(failures.length, 0);
      });
    }
  }

  async function check(noun: Noun, place: Place, text: string) {
    const news = struct({ ...besides[noun], ...(place.put(text) as Wire) });
    const request = new CheckRequest().setUrn(urn(noun)).setNews(news);
    const response = await ask<CheckResponse>((done) => door.client.check(request, done));
    return {
      failures: response.getFailuresList().map((each) => ({
        // A secret one is named in its reason.
        property: each.getProperty() || each.getReason(),
        reason: each.getReason(),
      })),
      inputs: unmarked(response.getInputs()?.toJavaScript() ?? {}) as Wire,
    };
  }
});

/** Values without the marks of secrets. */
function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value && "value" in value) return unmarked(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unmarked(item)]));
}
