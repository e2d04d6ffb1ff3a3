import assert from "node:assert/strict";
import {
  RegisterPackageRequest,
  RegisterResourceHookRequest,
  RegisterResourceRequest,
  TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import { Callbacks } from "../../../engine/monitor/callbacks";
import { Hooks } from "../../../engine/monitor/hooks";
import { Packages } from "../../../engine/monitor/packages";
import { timeoutsOf } from "../../../engine/monitor/resource-options";
import { answeringAll } from "../../../engine/program/newer-calls";

describe("an SDK that is newer than the engine's protocol", () => {
  it("must be answered as unimplemented what it calls and the engine does not know", async () => {
    const { existsResource } = answeringAll({}, { existsResource: {} }, "3.270.0");
    const error = await new Promise((resolve) => existsResource?.(undefined as never, resolve));
    assert.equal((error as { code: number }).code, 12);
    assert.match(String(error), /does not serve existsResource, which @pulumi\/pulumi 3\.270\.0 has/);
  });

  it("must keep the calls that the engine serves", () => {
    const serve = () => {};
    assert.equal(answeringAll({ invoke: serve }, { invoke: {} }, "3.270.0")["invoke"], serve);
  });

  const newer: readonly { option: string; ask: () => unknown }[] = [
    {
      option: 'ignoreErrors of the hook "note"',
      ask: () =>
        new Hooks(new Callbacks()).addResourceHook(
          asking(new RegisterResourceHookRequest().setName("note"), "getIgnoreErrors", true),
        ),
    },
    {
      option: "the extension of the package tools",
      ask: () =>
        new Packages().register(asking(new RegisterPackageRequest().setName("tools"), "getExtension$", {})),
    },
    {
      option: "customTimeouts.read",
      ask: () => {
        const { CustomTimeouts } = RegisterResourceRequest;
        const timeouts = asking(new CustomTimeouts(), "getRead", "5m");
        return timeoutsOf(new TransformResourceOptions().setCustomTimeouts(timeouts));
      },
    },
  ];
  for (const { option, ask } of newer) {
    it(`must be refused by name, and not be ignored: ${option}`, () => {
      const message = `the embedded engine does not know ${option}: do without it, or run the program under the Pulumi CLI`;
      assert.throws(ask, { name: "UnsupportedRequestError", code: 12, message });
    });
  }
});

/** A request with a field that the engine's version of the protocol does not have. */
function asking<Request extends object>(request: Request, getter: string, value: unknown): Request {
  return Object.assign(request, { [getter]: () => value });
}
