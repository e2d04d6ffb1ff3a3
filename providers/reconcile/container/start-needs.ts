import { posix } from "node:path";
import type { ContainerFacts } from "./observe";
import { pathOf } from "./options/mount-path";
import type { ContainerSpec } from "./options/option";

/** A name or a path, and the property that asks for it. */
export interface Need {
  readonly name: string;
  readonly property: string;
}

/** What a container that was made needs inside itself, and the engine misses only when it starts it. */
export interface StartNeeds {
  /** Undefined where it cannot be known what will be there. */
  readonly program:
    (Need & { /** One of them has to be there. */ readonly paths: readonly string[] }) | undefined;
  /** To be in /etc/passwd of the image. */
  readonly users: readonly Need[];
  /** To be in /etc/group of the image. */
  readonly groups: readonly Need[];
  /** Folders that have to be there, since nobody can make them: what they lie in is mounted read-only. */
  readonly mountPoints: readonly Need[];
}

type Made = Pick<ContainerFacts, "config" | "hostConfig" | "mounts">;

/** `made` is what the engine says of the container, the image's defaults among it. */
export function startNeeds(spec: ContainerSpec, made: Made): StartNeeds {
  const [user = "", group = ""] = (made.config.User ?? "").split(":");
  const userProperty = spec.user === undefined ? "image" : "user";
  const groups = [
    { name: group, property: userProperty },
    ...(spec.groupAdds ?? []).map((name, index) => ({ name, property: `groupAdds[${index}]` })),
  ];
  // The engine reads these of the image, and not what is mounted over them; it shows what is mounted.
  const isOwn = (path: string) => !mountTargets(made).some((target) => covers(target, path));
  const named = (needs: readonly Need[]) => needs.filter(({ name }) => name !== "" && !isNumber(name));
  return {
    program: programNeed(spec, made),
    users: isOwn("/etc/passwd") ? named([{ name: user, property: userProperty }]) : [],
    groups: isOwn("/etc/group") ? named(groups) : [],
    mountPoints: mountPointNeeds(spec, made),
  };
}

/** Whether a file of names, /etc/passwd or /etc/group, has one. */
export function hasName(file: string, name: string): boolean {
  return file.split("\n").some((line) => line.trim().split(":")[0] === name);
}

/** As the engine decides whether a name may stand for itself. */
function isNumber(name: string): boolean {
  return /^[+-]?\d+$/.test(name);
}

/** What the engine looks for where the container's environment says nothing. */
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** These hand in no programs of the host, as the runtimes for GPUs do. */
const PLAIN_RUNTIMES = ["", "runc", "crun", "io.containerd.runc.v2"];
/** Filled only when a container starts. */
const FILLED_AT_START = ["/proc", "/sys", "/dev"];

function programNeed(spec: ContainerSpec, made: Made): StartNeeds["program"] {
  const { config, hostConfig } = made;
  const entrypoint = config.Entrypoint ?? [];
  const name = [...entrypoint, ...(config.Cmd ?? [])][0] ?? "";
  const hasHooks =
    !PLAIN_RUNTIMES.includes(hostConfig.Runtime ?? "") || (hostConfig.DeviceRequests ?? []).length > 0;
  if (name === "" || hasHooks) return undefined;

  const option = entrypoint.length > 0 ? "entrypoint" : "command";
  const folders = name.includes("/") ? [config.WorkingDir || "/"] : searchPath(config.Env ?? []);
  const paths = folders.map((folder) => (name.startsWith("/") ? pathOf(name) : posix.join(folder, name)));
  const isHidden = (path: string) =>
    [...FILLED_AT_START, ...temporaryTargets(made)].some((target) => covers(target, path));
  if (paths.some((path) => !path.startsWith("/") || isHidden(path))) return undefined;
  return { name, property: spec[option] === undefined ? "image" : option, paths };
}

function searchPath(env: readonly string[]): readonly string[] {
  const given = env.filter((entry) => entry.startsWith("PATH=")).at(-1);
  return (given?.slice("PATH=".length) ?? DEFAULT_PATH).split(":");
}

function mountPointNeeds(spec: ContainerSpec, made: Made): readonly Need[] {
  const readOnly = made.mounts.filter(({ RW }) => !RW).map(({ Destination }) => pathOf(Destination));
  const targets = mountTargets(made);
  return targets
    .filter((target) => readOnly.includes(enclosing(target, targets) ?? ""))
    .map((name) => ({ name, property: targetProperty(spec, name) }));
}

/** The mount that another one lies in. */
export function enclosing(target: string, targets: readonly string[]): string | undefined {
  return targets
    .filter((other) => other !== target && covers(other, target))
    .sort((a, b) => b.length - a.length)[0];
}

function targetProperty(spec: ContainerSpec, target: string): string {
  const found = (["volumes", "binds", "files", "tmpfs"] as const).flatMap((option) => {
    const index = (spec[option] ?? []).findIndex((mount) => pathOf(mount.target) === target);
    return index < 0 ? [] : [`${option}[${index}].target`];
  });
  // The image's own volumes are asked for by nobody else.
  return found[0] ?? "image";
}

function mountTargets(made: Made): readonly string[] {
  return [...made.mounts.map(({ Destination }) => pathOf(Destination)), ...temporaryTargets(made)];
}

function temporaryTargets({ hostConfig, mounts }: Made): readonly string[] {
  const given = mounts.filter(({ Type }) => Type === "tmpfs").map(({ Destination }) => Destination);
  return [...Object.keys(hostConfig.Tmpfs ?? {}), ...given].map(pathOf);
}

/** Whether a path is another one or lies in it. */
function covers(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
