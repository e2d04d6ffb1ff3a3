import { type Challenge, parseChallenge } from "./challenge";
import { type Dial, dialDirectly } from "./connect";
import { RegistryError } from "./errors";
import { type Answer, get, type Peer } from "./exchange";
import { statusError } from "./explain";
import { retrying } from "./retry";

/** A registry, and the login to be tried there. */
export interface RegistryAccess {
  readonly address: string;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly login: { readonly username: string; readonly password: string } | undefined;
  /** The property that the login comes from, for errors. */
  readonly loginProperty: string;
}

export interface VerifyOptions {
  readonly signal: AbortSignal;
  /** @default from this machine */
  readonly dial?: Dial | undefined;
  /** How messages name the machine that asks. @default "this machine" */
  readonly from?: string | undefined;
  /** Told before each wait for a registry that is busy. */
  readonly onWait?: (message: string) => void;
  /** The most that is waited in all, in seconds. @default 60 */
  readonly budgetSeconds?: number;
}

/** Docker Hub's registry is not where its images' names say. */
const HUB = { name: "docker.io", address: "registry-1.docker.io" };

type Send = (url: URL, authorization: string | undefined) => Promise<Answer>;

/**
 * Makes sure that a registry answers and takes the login, as `docker login` does: `GET /v2/`, and what its challenge asks
 * for. Nothing is stored, here or there. Rejects with RegistryError, and with CancelledError.
 */
export async function verifyRegistry(access: RegistryAccess, options: VerifyOptions): Promise<void> {
  const { address, ca, insecure, login } = access;
  const { signal, dial = dialDirectly, from = "this machine", onWait, budgetSeconds } = options;
  const peer: Peer = { address, ca, insecure, dial, from };
  const send: Send = (url, authorization) =>
    retrying(
      async () => {
        const answer = await get(
          peer,
          url,
          authorization === undefined ? {} : { Authorization: authorization },
          signal,
        );
        if (answer.status === 200 || answer.status === 401) return answer;
        throw statusError(peer, url, answer);
      },
      {
        signal,
        transience,
        onWait: (seconds) => onWait?.(`the registry ${address} is busy; trying again in ${seconds} s`),
        ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
      },
    );

  const { url, answer } = await firstAnswer(access, send);
  if (answer.status === 200) return;
  const challenge = parseChallenge(answer.headers["www-authenticate"]);
  if (challenge === undefined) throw statusError(peer, url, { ...answer, status: 400 });
  if (challenge.scheme === "basic" && login === undefined) throw refusal(access, url);
  const authorization =
    challenge.scheme === "basic" ? basic(login) : `Bearer ${await token(access, challenge, send)}`;
  if ((await send(url, authorization)).status !== 200) throw refusal(access, url);
}

/** Where anything will do, TLS is tried first all the same, as engines do. */
async function firstAnswer(
  { address, insecure }: RegistryAccess,
  send: Send,
): Promise<{ url: URL; answer: Answer }> {
  const host = address === HUB.name ? HUB.address : address;
  const url = new URL(`https://${host}/v2/`);
  try {
    return { url, answer: await send(url, undefined) };
  } catch (error) {
    if (!(insecure && error instanceof RegistryError && isWithoutTls(error))) throw error;
    const plain = new URL(`http://${host}/v2/`);
    return { url: plain, answer: await send(plain, undefined) };
  }
}

function isWithoutTls({ failure }: RegistryError): boolean {
  return failure === "untrusted" || failure === "unreachable";
}

async function token(
  access: RegistryAccess,
  { realm, service, scope }: Extract<Challenge, { scheme: "bearer" }>,
  send: Send,
): Promise<string> {
  const url = tokenUrl(access, realm);
  if (service !== undefined) url.searchParams.set("service", service);
  if (scope !== undefined) url.searchParams.set("scope", scope);
  if (access.login !== undefined) url.searchParams.set("account", access.login.username);
  const answer = await send(url, basic(access.login));
  if (answer.status !== 200) throw refusal(access, url);
  const given = tokenIn(answer.body);
  if (given !== undefined) return given;
  const { address } = access;
  throw new RegistryError(
    address,
    "not-a-registry",
    `The registry ${address} cannot be used: ${url.host}, where its tokens come from, gives none.`,
    { property: "address" },
  );
}

/** The login goes to that server: not in the clear, unless that was said to be right. */
function tokenUrl({ address, insecure }: RegistryAccess, realm: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && insecure)) return url;
  throw new RegistryError(
    address,
    "untrusted",
    `The registry ${address} is not to be trusted: it wants the login to be sent to ${url?.origin ?? "no valid address"}, ` +
      `without TLS. Let its tokens come over https, or say insecure: true.`,
    { property: "insecure" },
  );
}

function tokenIn(body: string): string | undefined {
  try {
    const { token, access_token: accessToken } = JSON.parse(body) as {
      token?: unknown;
      access_token?: unknown;
    };
    return [token, accessToken].find((each): each is string => typeof each === "string" && each !== "");
  } catch {
    return undefined;
  }
}

function refusal({ address, login, loginProperty }: RegistryAccess, url: URL): RegistryError {
  if (login === undefined) {
    return new RegistryError(
      address,
      "login-wanted",
      `The registry ${address} wants a login. Give one by credential, an entry of moorage:credentials with username and password.`,
      { property: "credential" },
    );
  }
  const by = url.host === address ? "" : ` (${url.host} does)`;
  return new RegistryError(
    address,
    "login-refused",
    `The registry ${address} refuses the login of ${login.username}${by}. Check username and password of ${loginProperty}.`,
    { property: loginProperty },
  );
}

function basic(login: RegistryAccess["login"]): string | undefined {
  if (login === undefined) return undefined;
  return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
}

function transience(error: unknown): { retryAfterSeconds?: number | undefined } | undefined {
  const mayPass =
    error instanceof RegistryError && (error.failure === "rate-limited" || error.failure === "server-error");
  return mayPass ? { retryAfterSeconds: error.retryAfterSeconds } : undefined;
}
