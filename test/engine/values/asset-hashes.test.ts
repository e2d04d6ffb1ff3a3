import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Archive,
  Asset,
  Secret,
  valuesEqual,
  withAssetHashes,
  type PropertyValue,
} from "../../../engine/values";

describe("hashes of assets and archives", () => {
  let folder: string;
  const hello = new Asset({ text: "hello" });
  const helloHash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  const hashOf = async (value: PropertyValue) => {
    const { it: hashed } = await withAssetHashes({ it: value }, folder);
    return (hashed as Asset).hash;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "moorage-assets-"));
    const root = join(folder, "folder");
    await mkdir(join(root, "sub"), { recursive: true });
    await mkdir(join(root, ".pulumi"));
    await writeFile(join(root, "a"), "a\n");
    await writeFile(join(root, "sub", "b"), "b\n");
    await writeFile(join(root, "sub.txt"), Buffer.alloc(1000));
    await writeFile(join(root, ".pulumi", "z"), "z\n");
    await symlink("sub", join(root, "link"));
    await symlink("a", join(root, "linkfile"));
    await writeFile(join(folder, "file.tar"), "hello");
  });
  after(() => rm(folder, { recursive: true }));

  // The hashes of archives are what Pulumi's own library (sdk/go 3.230.0) computes for the same.
  const long = "folder/".repeat(30);
  const archives: [title: string, archive: Archive, hash: string][] = [
    [
      "nothing",
      new Archive({ assets: {} }),
      "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    ],
    [
      "a folder with links",
      new Archive({ path: "folder" }),
      "07347330bb899e47696fa7a824eb8f675be6fafb04a8345e7ede42efeabb62cc",
    ],
    ["a text", of({ b: hello }), "09976ef6e5542ada165ccb5ae065a534d203b4988e8d11399fffc9fb1aaa9e40"],
    [
      "an empty text",
      of({ "a/x": new Asset({ text: "" }) }),
      "49500be246657362c85db636e43f5eb4ff4d3a0110f920c7f082bfba29641b83",
    ],
    [
      "an archive",
      of({ d: new Archive({ path: "folder" }) }),
      "81516fb1ea131521d787d162d8d9b2f814ffbb054639032d903265485c22d6d6",
    ],
    [
      "a name that is not ASCII",
      of({ "ü.txt": hello }),
      "574521dec74ce17d2229b6863ffdf65b41ffe702c31d05a6ff18645f694d6176",
    ],
    [
      "a name that no header holds",
      of({ [`${long}file`]: hello }),
      "6acedb15e33b416f75ff9681097897e992294abfab56bd57ed9a010f460083e3",
    ],
    [
      "a last name that no header holds",
      of({ [long + "0".repeat(105)]: hello }),
      "54c193bd07921fe7fdce667649bd664fc5e527168a3dd8ae9fb3eaacd74aa48f",
    ],
    [
      "a name of 101 characters",
      of({ ["0".repeat(101)]: hello }),
      "813f5a04e09efeccb3d5119f13fe428bf90a9b87f0545dc1359989bd966588fb",
    ],
    [
      "a name of 100 characters",
      of({ ["0".repeat(100)]: hello }),
      "fc0a69a8e9fab1a783b89cab7010ef2dc1cff374c2d02571bcec9be4e165b057",
    ],
    [
      "a name that is split",
      of({ [`x/${"0".repeat(99)}`]: hello }),
      "8ed5060af1a6e72c55a461071436377ac03bb8f74a6af597e35fc02d2643712d",
    ],
  ];
  for (const [title, archive, hash] of archives) {
    it(`an archive of ${title} must have the hash that Pulumi's engine gives it`, async () => {
      assert.equal(await hashOf(archive), hash);
    });
  }

  it("a text, a file and what a URI leads to must have the hash of their content", async () => {
    const server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.zip`;
    try {
      assert.equal(await hashOf(hello), helloHash);
      assert.equal(await hashOf(new Asset({ path: "file.tar" })), helloHash);
      assert.equal(await hashOf(new Asset({ uri })), helloHash);
      assert.equal(await hashOf(new Archive({ uri })), helloHash);
      assert.equal(await hashOf(new Archive({ path: "file.tar" })), helloHash);
    } finally {
      server.close();
    }
  });

  it("what an archive is made of must have hashes of its own, as in the CLI's state", async () => {
    const text = new Asset({ text: "zz" });
    const assets = { z: text, inner: new Archive({ assets: { text } }) };
    const { archive } = await withAssetHashes({ archive: new Archive({ assets }) }, "/");
    assert.ok(archive instanceof Archive);
    const { z, inner } = archive.assets ?? {};
    // Pulumi CLI 3.230 has this one for the same text.
    assert.equal(z?.hash, "4a60bf7d4bc1e485744cf7e8d0860524752fca1ce42331be7c439fd23043f151");
    assert.ok(inner instanceof Archive && inner.hash !== "");
    assert.equal(inner.assets?.["text"]?.hash, z.hash);
  });

  it("an asset must be found wherever it is, and a hash that is known be kept", async () => {
    const known = new Asset({ path: "gone", hash: "abc" });
    const { it: hashed } = await withAssetHashes({ it: [{ a: new Secret(hello) }, known] }, folder);
    assert.ok(valuesEqual(hashed ?? null, [{ a: new Secret(hello.withHash(helloHash)) }, known]));
  });

  const broken: [title: string, value: Asset | Archive, message: RegExp][] = [
    ["a file that is gone", new Asset({ path: "gone" }), /asset's file gone.*ENOENT/],
    ["a folder as an asset", new Asset({ path: "folder" }), /file folder.*only an archive/],
    ["a folder that is gone", new Archive({ path: "gone" }), /archive's path gone.*ENOENT/],
    ["a file as an archive", new Archive({ path: "folder/a" }), /folder\/a is neither a folder nor/],
    [
      "a packed archive in another",
      of({ a: new Archive({ path: "file.tar" }) }),
      /file\.tar cannot be a part.*unpack/,
    ],
    ["an unknown scheme", new Asset({ uri: "ftp://x" }), /ftp:\/\/x.*unknown scheme/],
    ["a URI that is none", new Asset({ uri: "//" }), /is none/],
  ];
  for (const [title, value, message] of broken) {
    it(`${title} must be told with its name`, async () => {
      await assert.rejects(hashOf(value), { name: "AssetError", message });
    });
  }
});

function of(assets: Record<string, Asset | Archive>): Archive {
  return new Archive({ assets });
}
