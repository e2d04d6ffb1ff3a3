import assert from "node:assert/strict";
import { InvokeRequest, type InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Bag } from "../../providers/resources/bag";
import { functions } from "../../providers/resources/functions";
import { ask, type Door, openDoor, schema, struct, type Wire } from "../support/door/door";
import { besides } from "./besides";
import { hostileStrings } from "./hostile/strings";
import { type Place, placesOfFunction, takesText } from "./places";

const texts = { ...hostileStrings, NUL: "a\0b" };

for (const name of Object.keys(functions)) {
  describe(`a hostile text among the arguments of ${name}`, () => {
    let door: Door;
    let given: Bag | undefined;

    before(async () => {
      const taking = (_context: unknown, args: Bag) => {
        given = args;
        return Promise.resolve({ values: {}, secrets: [] });
      };
      door = await openDoor({ functions: { [name]: taking } });
    });
    after(() => door.close());

    for (const place of placesOfFunction(schema, name)) {
      if (!takesText(schema, place)) continue;
      it(`must be refused by name, or arrive as it is: ${place.title}`, async () => {
        for (const [what, text] of Object.entries(texts)) {
          const refused = await invoke(place, text);
          for (const named of refused) assert(named.startsWith(place.property), `${what}: ${named}`);
          assert.equal(given === undefined, refused.length > 0, what);
          if (what === "NUL") assert.notEqual(refused.length, 0);
          for (const [key, value] of Object.entries(place.put(text))) {
            if (given !== undefined) assert.deepEqual(given.values[key], value, what);
          }
        }
      });
    }

    /** Answers what is refused; a secret one is named in its reason. */
    async function invoke(place: Place, text: string): Promise<readonly string[]> {
      given = undefined;
      const args = struct({ host: besides.Volume["host"] ?? {}, ...(place.put(text) as Wire) });
      const request = new InvokeRequest().setTok(`moorage:index:${name}`).setArgs(args);
      const response = await ask<InvokeResponse>((done) => door.client.invoke(request, done));
      return response.getFailuresList().map((each) => each.getProperty() || each.getReason());
    }
  });
}
