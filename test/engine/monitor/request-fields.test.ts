import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";

type Message = abstract new (...args: never[]) => object;

const { RegisterResourceRequest } = resource;
const registering = ["register-resource", "resource-options", "inheritance", "dependencies"];

/** What a program may send, and the files of engine/monitor that read it. */
const requests: readonly (readonly [message: Message, name: string, files: readonly string[]])[] = [
  [RegisterResourceRequest, "RegisterResourceRequest", registering],
  [RegisterResourceRequest.CustomTimeouts, "CustomTimeouts", ["resource-options", "construct"]],
  [RegisterResourceRequest.PropertyDependencies, "PropertyDependencies", ["dependencies"]],
  [RegisterResourceRequest.ResourceHooksBinding, "ResourceHooksBinding", ["resource-options"]],
  [Alias, "Alias", ["resource-options"]],
  [Alias.Spec, "Alias.Spec", ["resource-options"]],
  [resource.TransformResourceOptions, "TransformResourceOptions", [...registering, "construct"]],
  [resource.ReadResourceRequest, "ReadResourceRequest", ["read-resource"]],
  [resource.ResourceInvokeRequest, "ResourceInvokeRequest", ["invoke"]],
  [resource.TransformInvokeOptions, "TransformInvokeOptions", ["invoke"]],
  [resource.ResourceCallRequest, "ResourceCallRequest", ["call"]],
  [resource.RegisterResourceOutputsRequest, "RegisterResourceOutputsRequest", ["register-outputs"]],
  [resource.RegisterPackageRequest, "RegisterPackageRequest", ["packages"]],
  [resource.Parameterization, "Parameterization", ["packages"]],
  [resource.RegisterResourceHookRequest, "RegisterResourceHookRequest", ["hooks"]],
  [resource.RegisterErrorHookRequest, "RegisterErrorHookRequest", ["hooks"]],
  [resource.SupportsFeatureRequest, "SupportsFeatureRequest", ["services"]],
  [Callback, "Callback", ["callbacks"]],
  [engine.LogRequest, "LogRequest", ["engine-service"]],
  [engine.SetRootResourceRequest, "SetRootResourceRequest", ["engine-service"]],
  [engine.RequirePulumiVersionRequest, "RequirePulumiVersionRequest", ["engine-service"]],
];

const checksums = "plugins are never downloaded, so there is nothing to check";
const frames =
  "what a component's provider registers is shown with its own frames, not with those of who asked for it";
const asked = "an invoke leaves nothing in the state that could tell where it came from";

/** What is not read, and why. */
const unread: Readonly<Record<string, string>> = {
  "RegisterResourceRequest.getPluginchecksumsMap": checksums,
  "ReadResourceRequest.getPluginchecksumsMap": checksums,
  "ResourceInvokeRequest.getPluginchecksumsMap": checksums,
  "ResourceCallRequest.getPluginchecksumsMap": checksums,
  "TransformResourceOptions.getPluginChecksumsMap": checksums,
  "TransformInvokeOptions.getPluginChecksumsMap": checksums,
  "RegisterPackageRequest.getChecksumsMap": checksums,
  "RegisterResourceRequest.getParentstacktracehandle": frames,
  "ReadResourceRequest.getParentstacktracehandle": frames,
  "ResourceInvokeRequest.getParentstacktracehandle": asked,
  "ResourceInvokeRequest.getSourceposition": asked,
  "ResourceInvokeRequest.getStacktrace": asked,
  "ResourceCallRequest.getParentstacktracehandle": frames,
  "ResourceCallRequest.getSourceposition": frames,
  "ResourceCallRequest.getStacktrace": frames,
  "RegisterResourceRequest.getAliasspecs": "only Node SDKs of 2022 say aliases wrongly without it",
  "Alias.getAliasCase": "what is set of the two is seen without it",
  "Alias.Spec.getParentCase": "what is set of the two is seen without it",
};

describe("the fields of what a program sends", () => {
  const read = (file: string) => readFileSync(join(__dirname, `../../../engine/monitor/${file}.ts`), "utf8");
  for (const [message, name, files] of requests) {
    it(`must be read each, or not be for a reason: ${name}`, () => {
      const source = files.map(read).join("\n");
      const getters = Object.getOwnPropertyNames(message.prototype).filter(
        (method) => method.startsWith("get") && !/_as(U8|B64)$/.test(method),
      );
      const isRead = (getter: string) => new RegExp(`\\.${getter}(_asU8)?\\(`).test(source);
      const missing = getters.filter((getter) => !isRead(getter)).map((getter) => `${name}.${getter}`);
      const reasons = Object.keys(unread).filter((field) => field.slice(0, field.lastIndexOf(".")) === name);
      assert.deepEqual(missing.sort(), reasons.sort());
    });
  }
});
