import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registered it, its secrets as plain values. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of the inputs that are secret, or hold one. */
  readonly secrets: readonly string[];
}

/** What resources of these types give that others take. */
const outputs: Readonly<Record<string, (name: string) => object>> = {
  Sandbox: () => ({ address: "127.0.0.1", port: 2222, user: "root", privateKey: "k", hostKey: "h" }),
  Certificate: (name) => ({
    ca: `ca-${name}`,
    certificate: `certificate-${name}`,
    privateKey: `key-${name}`,
  }),
  Host: (name) => ({ link: { hostId: name } }),
  Image: (name) => ({ reference: `image-${name}` }),
  Network: (name) => ({ name: `network-${name}` }),
  Volume: (name) => ({ name: `volume-${name}` }),
};

/**
 * Runs a program under Pulumi's mocks.
 * @returns what it registered, in that order
 */
export async function registeredBy(program: () => void): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const entries = Object.entries(inputs as Registered["inputs"]);
        const plain = entries.map(([key, value]) => [key, pulumi.runtime.unwrapRpcSecret(value)]);
        const secrets = entries.filter(([, value]) => pulumi.runtime.isRpcSecret(value)).map(([key]) => key);
        registered.push({ type, name, inputs: Object.fromEntries(plain) as Registered["inputs"], secrets });
        const noun = type.split(":").at(-1) ?? "";
        return { id: `id-${name}`, state: { ...(inputs as object), ...outputs[noun]?.(name) } };
      },
      call: () => {
        throw new Error("no function is called");
      },
    },
    "shop",
    "dev",
  );
  program();
  await registrations.waitForRPCs();
  return registered;
}

/** Pulumi's SDK exports it, and leaves it out of its types. */
const registrations = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
