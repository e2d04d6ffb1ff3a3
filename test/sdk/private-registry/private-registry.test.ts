import assert from "node:assert/strict";
import { compareSync } from "bcryptjs";
import * as pulumi from "@pulumi/pulumi";
import { Certificate, Host, PrivateRegistry, type PrivateRegistryArgs } from "../../../sdk";
import { type Registered, registeredBy } from "../registered";

const users = { deploy: "the password" };
const ownTls = { certificate: "their certificate", privateKey: pulumi.secret("their key") };

function make(args: Partial<PrivateRegistryArgs> = {}): PrivateRegistry {
  const host = new Host("store", { local: true });
  return new PrivateRegistry("hub", { host, image: "registry:2", address: "10.0.0.5", users, ...args });
}

async function made(args: Partial<PrivateRegistryArgs> = {}) {
  let registry: PrivateRegistry | undefined;
  const registered = await registeredBy(() => {
    registry = make(args);
  });
  assert.ok(registry !== undefined);
  const container = registered.find(({ type }) => type.endsWith(":Container")) ?? assert.fail("no container");
  return { registry, registered, container };
}

function nouns(registered: readonly Registered[]): string[] {
  return registered.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort();
}

/** The content of a file of the container, by the end of its path. */
function content({ inputs }: Registered, end: string): string {
  const files = inputs["files"] as { target: string; content: string }[];
  return files.find(({ target }) => target.endsWith(end))?.content ?? assert.fail(`no file ${end}`);
}

/** An output's value once it is known. Pulumi leaves this out of its types. */
function valueOf<T>(output: pulumi.Input<T> | undefined): Promise<T> {
  return (pulumi.output(output) as unknown as { promise(): Promise<T> }).promise();
}

describe("PrivateRegistry", () => {
  it("must be made of a certificate for its address, a volume and a container", async () => {
    const { registered, registry, container } = await made();
    const parts = ["Certificate hub", "Container hub", "Host store", "PrivateRegistry hub", "Volume hub"];
    assert.deepEqual(nouns(registered), parts);
    const certificate = registered.find(({ type }) => type.endsWith(":Certificate"));
    assert.deepEqual(certificate?.inputs["names"], ["10.0.0.5"]);
    assert.equal(content(container, "/certificate.pem"), "certificate-hub");
    assert.equal(content(container, "/key.pem"), "key-hub");
    assert.deepEqual(container.inputs["volumes"], [{ volume: "volume-hub", target: "/var/lib/registry" }]);
    assert.deepEqual(container.inputs["ports"], [{ container: 5000, host: 5000, public: true }]);
    assert.equal(await valueOf(registry.address), "10.0.0.5:5000");
    const { address, ca } = registry.trust;
    assert.deepEqual([await valueOf(address), await valueOf(ca)], ["10.0.0.5:5000", "ca-hub"]);
  });

  it("must take a certificate, a volume and a program that it is given", async () => {
    const { registered, registry, container } = await made({
      tls: ownTls,
      storage: "images",
      program: "/usr/bin/docker-registry",
      address: "fd00::5",
      port: 443,
    });
    assert.deepEqual(nouns(registered), ["Container hub", "Host store", "PrivateRegistry hub"]);
    assert.equal(content(container, "/certificate.pem"), "their certificate");
    assert.equal(content(container, "/key.pem"), "their key");
    assert.deepEqual(container.inputs["entrypoint"], ["/usr/bin/docker-registry", "serve"]);
    assert.equal(registry.volume, undefined);
    assert.equal(await valueOf(registry.address), "[fd00::5]:443");
    await assert.rejects(
      valueOf(registry.trust.ca),
      /trusted without more: leave it out of trustedRegistries/,
    );
  });

  it("must take a Certificate that was made before", async () => {
    const registered = await registeredBy(() => {
      make({ tls: new Certificate("shop", { names: ["10.0.0.5"] }) });
    });
    const container = registered.find(({ type }) => type.endsWith(":Container"));
    assert.ok(container !== undefined);
    assert.equal(content(container, "/key.pem"), "key-shop");
    assert.equal(registered.filter(({ type }) => type.endsWith(":Certificate")).length, 1);
  });

  it("must keep its passwords as hashes, and whatever holds a secret as one", async () => {
    const { registry, registered, container } = await made();
    const [, hash = ""] = content(container, "/htpasswd").trim().split(":");
    assert.ok(compareSync("the password", hash));
    assert.ok(!JSON.stringify(registered).includes("the password"));
    assert.deepEqual(container.secrets, ["files"]);
    const { username, password, address } = registry.link("deploy");
    assert.deepEqual([username, await valueOf(password)], ["deploy", "the password"]);
    assert.ok(await pulumi.isSecret(password as pulumi.Output<string>));
    assert.ok(!(await pulumi.isSecret(address as pulumi.Output<string>)));
  });

  it("must say that it has no such user, and which it has", async () => {
    const { registry } = await made();
    await assert.rejects(valueOf(registry.link("root").password), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(error.message, 'The PrivateRegistry has no user "root"; it has deploy.');
      return true;
    });
  });
});
