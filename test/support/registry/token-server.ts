import { randomUUID, sign, X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAuthority } from "./certificates";

/** Gives out the tokens that a registry asks for, as the distribution project's token specification says. */
export interface TokenServer {
  /** The registry's `auth.token`, but for the file with the certificate. */
  readonly settings: { readonly realm: string; readonly service: string; readonly issuer: string };
  /** By which the registry tells its tokens from others. */
  readonly certificate: string;
  token(repository: string | undefined, actions: readonly string[]): string;
  close(): Promise<void>;
}

const SERVICE = "moorage-test";
const ISSUER = "moorage-test-tokens";

export async function startTokenServer(
  host: string,
  login: { readonly username: string; readonly password: string },
): Promise<TokenServer> {
  const { key, certificate } = await createAuthority("Moorage test tokens");
  const token: TokenServer["token"] = (repository, actions) => {
    const now = Math.floor(Date.now() / 1000);
    const header = {
      typ: "JWT",
      alg: "ES256",
      x5c: [new X509Certificate(certificate).raw.toString("base64")],
    };
    const claims = {
      iss: ISSUER,
      sub: login.username,
      aud: SERVICE,
      nbf: now - 60,
      iat: now,
      exp: now + 300,
      jti: randomUUID(),
      access: repository === undefined ? [] : [{ type: "repository", name: repository, actions }],
    };
    const text = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${text}.${sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  };
  const expected = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://tokens");
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { "Content-Type": "application/json" }).end('{"details":"incorrect login"}');
      return;
    }
    const [, repository, actions = ""] =
      /^repository:([^:]+):(.+)$/.exec(searchParams.get("scope") ?? "") ?? [];
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ token: token(repository, actions.split(",")) }));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: { realm: `http://${host}:${port}/token`, service: SERVICE, issuer: ISSUER },
    certificate,
    token,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
