/** The parts of an image's name, all filled in: `ubuntu` has the domain `docker.io` and the path `library/ubuntu`. */
export interface Reference {
  /** The registry: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly domain: string;
  /** The repository in it. */
  readonly path: string;
  /** Undefined with a digest only. */
  readonly tag: string | undefined;
  /** `sha256:…`. */
  readonly digest: string | undefined;
}

const DEFAULT_DOMAIN = "docker.io";
const DEFAULT_TAG = "latest";
const MAX_NAME_LENGTH = 255;

const DOMAIN =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** A text that is no image's name; the message says why, for whoever wrote it. */
export class InvalidReferenceError extends Error {
  override readonly name = "InvalidReferenceError";
}

/**
 * Parses an image's name as Docker does, with its short forms. The tag is `latest` unless there is a tag or a digest.
 * Throws InvalidReferenceError.
 */
export function parseReference(text: string): Reference {
  const [beforeDigest = "", digest, ...more] = text.split("@");
  if (more.length > 0) throw invalid(text, "it has more than one @");
  if (digest !== undefined && !isDigest(digest))
    throw invalid(text, "what follows the @ is not a digest such as sha256:…");
  const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag))
    throw invalid(text, "its tag may only have letters, digits, _, . and -");
  const { domain, path } = splitName(name);
  if (!DOMAIN.test(domain)) throw invalid(text, `${domain} is not the name of a registry`);
  if (!path.split("/").every((component) => COMPONENT.test(component)))
    throw invalid(text, pathProblem(path));
  if (/^[0-9a-f]{64}$/.test(name)) throw invalid(text, "it looks like an image's id");
  if (domain.length + 1 + path.length > MAX_NAME_LENGTH)
    throw invalid(text, `it is longer than ${MAX_NAME_LENGTH} characters`);
  return { domain, path, tag: tag ?? (digest === undefined ? DEFAULT_TAG : undefined), digest };
}

/** The repository as the engine lists it: Docker's own registry is left out. */
export function repositoryOf(reference: Reference): string {
  if (reference.domain !== DEFAULT_DOMAIN) return `${reference.domain}/${reference.path}`;
  const { path } = reference;
  // With more behind it, library/ is a part of the name like any other.
  const short = /^library\/[^/]+$/.test(path) ? path.slice("library/".length) : path;
  // The engine leaves it out here as well, but then its own answer would be read as a name in another registry.
  return saysRegistry(short) ? `${DEFAULT_DOMAIN}/${path}` : short;
}

/** The name as the engine lists it, with its tag or digest; a digest goes before a tag, as it does in a pull. */
export function formatReference(reference: Reference): string {
  const repository = repositoryOf(reference);
  if (reference.digest !== undefined) return `${repository}@${reference.digest}`;
  return `${repository}:${reference.tag ?? DEFAULT_TAG}`;
}

/** Whether a name says the registry that it is in. */
export function saysRegistry(name: string): boolean {
  const slash = name.indexOf("/");
  return slash !== -1 && looksLikeDomain(name.slice(0, slash));
}

/** The name with registry and all: `docker.io/library/ubuntu:14.04`. */
export function fullName(reference: Reference): string {
  const suffix = reference.digest === undefined ? `:${reference.tag ?? DEFAULT_TAG}` : `@${reference.digest}`;
  return `${reference.domain}/${reference.path}${suffix}`;
}

/** A repository's name made of any text: what it may not have becomes a dash. */
export function repositoryNameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, (separator) => (/^(?:[._]|__|-+)$/.test(separator) ? separator : "-"))
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .slice(0, 128)
    .replace(/[^a-z0-9]+$/, "");
  return name === "" ? "image" : name;
}

function isDigest(text: string): boolean {
  if (!DIGEST.test(text)) return false;
  return !text.startsWith("sha256:") || /^sha256:[0-9a-f]{64}$/.test(text);
}

function splitName(name: string): { domain: string; path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  if (slash === -1 || !looksLikeDomain(first))
    return { domain: DEFAULT_DOMAIN, path: slash === -1 ? `library/${name}` : name };
  const path = name.slice(slash + 1);
  if (first !== DEFAULT_DOMAIN && first !== "index.docker.io") return { domain: first, path };
  return { domain: DEFAULT_DOMAIN, path: path.includes("/") ? path : `library/${path}` };
}

function looksLikeDomain(first: string): boolean {
  return /[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first;
}

function pathProblem(path: string): string {
  if (/[A-Z]/.test(path)) return "a repository's name must be in lower case";
  return "a repository's name has lower-case letters and digits, with single ., _ or - between them";
}

function invalid(text: string, reason: string): InvalidReferenceError {
  return new InvalidReferenceError(`"${text}" is not the name of an image: ${reason}`);
}
