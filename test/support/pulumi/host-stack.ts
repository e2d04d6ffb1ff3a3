import type { TestHost } from "../host";
import { createStack, type StackOptions, type TestStack } from "./stack";

/** Who logs in: root, one who may use sudo without a password, or one who needs it. */
export type Login = "root" | "deploy" | "admin";

export interface HostStackOptions extends Omit<StackOptions, "config" | "secrets"> {
  readonly login?: Login;
  /** Where the host is dialled, if not at its own port: a link before it, for example. */
  readonly port?: number;
  readonly config?: StackOptions["config"];
  readonly secrets?: StackOptions["secrets"];
}

/** Declares `host` from the stack's configuration; programs of the tests begin with it. */
export const declareHost = `
const host = new moorage.Host("host", {
  connection: {
    address: config.require("address"),
    port: config.requireNumber("port"),
    user: config.require("user"),
    credential: "test",
    dialTimeoutSeconds: 20,
  },
});`;

/** A stack whose configuration leads to a throwaway host, with a credential named `test`. */
export async function createHostStack(host: TestHost, options: HostStackOptions): Promise<TestStack> {
  const { login = "root", port = host.port, config = {}, secrets = {}, ...rest } = options;
  return createStack({
    ...rest,
    config: {
      address: host.address,
      port: String(port),
      user: login,
      "moorage:credentials": { test: { privateKeyFile: host.key.privateKeyPath } },
      ...config,
    },
    secrets: {
      ...(login === "admin" ? { "moorage:credentials.test.sudoPassword": host.passwords.admin } : {}),
      ...secrets,
    },
  });
}
