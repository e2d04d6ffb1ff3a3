import { capabilityName } from "../../../reconcile/container/options/security";
import { isRecord } from "../../child-inputs";
import type { CheckFailure } from "../../lifecycle";
import { failIf, failTwice, isGiven, textsOf, type Values } from "./rows";

const SECURITY_KEYS = ["apparmor", "label", "seccomp", "no-new-privileges", "writable-cgroups"];
/** Kernel parameters that belong to a namespace that containers have. */
const NAMESPACED = /^(net\.|fs\.mqueue\.|kernel\.(msg|sem|shm|domainname))/;
const IPC = /^(fs\.mqueue\.|kernel\.(msg|sem|shm))/;

export function checkIsolation(values: Values): CheckFailure[] {
  return [
    ...["hostname", "domainname"].flatMap((key) =>
      failIf(
        isGiven(values[key]) && values["utsMode"] === "host",
        [key],
        'is the host\'s with `utsMode: "host"`: leave one of them out',
      ),
    ),
    ...checkCapabilities(values["capabilities"]),
    ...checkSecurity(values),
    ...checkSysctls(values),
    ...textsOf(values["deviceCgroupRules"], ["deviceCgroupRules"]).flatMap(({ text, path }) =>
      failIf(
        !/^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(text),
        path,
        "must be a type, a pair of device numbers and permissions: `c 42:* rwm`",
      ),
    ),
    ...["maskedPaths", "readonlyPaths"].flatMap((key) =>
      textsOf(values[key], [key]).flatMap(({ text, path }) =>
        failIf(!text.startsWith("/"), path, "must be an absolute path"),
      ),
    ),
  ];
}

function checkCapabilities(capabilities: Values[string] | undefined): CheckFailure[] {
  if (!isRecord(capabilities)) return [];
  const added = textsOf(capabilities["adds"], []).map(({ text }) => capabilityName(text));
  return textsOf(capabilities["drops"], ["capabilities", "drops"]).flatMap(({ text, path }) =>
    failIf(added.includes(capabilityName(text)), path, "is added and dropped: leave one of them out"),
  );
}

function checkSecurity(values: Values): CheckFailure[] {
  const rows = textsOf(values["securityOpts"], ["securityOpts"]).map(({ text, path }) => {
    const [key = ""] = text.split(/[=:]/);
    return { key, value: text.slice(key.length + 1), path };
  });
  return [
    ...rows.flatMap(({ key, value, path }) => [
      ...failIf(
        !SECURITY_KEYS.includes(key),
        path,
        `must be one of ${SECURITY_KEYS.join(", ")}, with its value`,
      ),
      ...failIf(
        key === "seccomp" && value !== "unconfined" && value !== "builtin" && !value.startsWith("{"),
        path,
        "must have the profile's JSON itself, not the path of a file: read it in the program",
      ),
      ...failIf(
        key === "no-new-privileges" && !["", "true", "false"].includes(value),
        path,
        "must be true or false: `no-new-privileges=true`",
      ),
    ]),
    ...failTwice(
      rows.filter(({ key }) => key !== "label"),
      ({ key }) => key,
      (key) => `says ${key} a second time`,
    ),
  ];
}

function checkSysctls({ sysctls, ipcMode }: Values): CheckFailure[] {
  if (!isRecord(sysctls)) return [];
  return Object.keys(sysctls).flatMap((name) => [
    ...failIf(
      !NAMESPACED.test(name),
      ["sysctls", name],
      "is the host's own, and no container has it for itself",
    ),
    ...failIf(
      IPC.test(name) && ipcMode === "host",
      ["sysctls", name],
      'is the host\'s with `ipcMode: "host"`',
    ),
  ]);
}
