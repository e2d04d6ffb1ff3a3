import type { OperationResult } from "../../engine/operations";
import type { UpdateConfigValue, UpdateRecord } from "../../engine/backend";
import { decryptValue, holdsSecret, readConfigValue, StackSettings } from "../../engine/project";
import type { Crypter } from "../../engine/secrets";
import { stackSecrets } from "../../engine/stacks";
import type { ConfigMap, ConfigValue } from "./config";
import { openStackOf, type Home } from "./home";
import type { UpdateKind, UpdateSummary } from "./results";

/** Entries of a stack's history as a program is given them. */
export async function summaries(
  home: Home,
  stackName: string,
  records: readonly UpdateRecord[],
  showSecrets = true,
): Promise<UpdateSummary[]> {
  const hasSecrets = records.some(({ config }) => Object.values(config ?? {}).some(isSecret));
  const crypter = showSecrets && hasSecrets ? await crypterOf(home, stackName) : undefined;
  return records.map((record) => summaryOf(record, crypter));
}

/** The entry that an operation has left in the history; of a preview, what it would have been. */
export async function summaryOfLast(
  { name, workspace }: { readonly name: string; readonly workspace: Home },
  { changes, record }: Pick<OperationResult, "changes" | "record">,
  showSecrets?: boolean,
): Promise<UpdateSummary> {
  if (record === undefined) return { ...notRecorded("preview"), resourceChanges: changes };
  const [summary] = await summaries(workspace, name, [record], showSecrets);
  return summary ?? notRecorded("update");
}

/** Stands for what is in no history. */
export function notRecorded(kind: UpdateKind): UpdateSummary {
  const now = new Date();
  return {
    version: 0,
    kind,
    startTime: now,
    message: "",
    environment: {},
    config: {},
    result: "not-started",
    endTime: now,
  };
}

function summaryOf(record: UpdateRecord, crypter: Crypter | undefined): UpdateSummary {
  const { config, endTime, environment, kind, message, resourceChanges, result, startTime } = record;
  return {
    version: 0,
    // As in @pulumi/pulumi/automation, whose type does not name the "resource-import" of its history.
    kind: kind as UpdateKind,
    startTime: new Date(startTime * 1000),
    message,
    environment: environment ?? {},
    config: configOf(config ?? {}, crypter),
    result,
    endTime: new Date(endTime * 1000),
    ...(resourceChanges === undefined ? {} : { resourceChanges }),
  };
}

function configOf(config: UpdateRecord["config"], crypter: Crypter | undefined): ConfigMap {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, valueOf(value, crypter)]));
}

function valueOf(recorded: UpdateConfigValue, crypter: Crypter | undefined): ConfigValue {
  const secret = isSecret(recorded);
  // As in @pulumi/pulumi/automation, where a value that is not to be shown is not there.
  if (secret && crypter === undefined) return { secret } as ConfigValue;
  const plain = decryptValue(readConfigValue(recorded), (text) => crypter?.decrypt(text) ?? "");
  return typeof plain === "string"
    ? { value: plain, secret }
    : { value: JSON.stringify(plain), objectValue: plain, secret };
}

function isSecret(recorded: UpdateConfigValue): boolean {
  return holdsSecret(readConfigValue(recorded));
}

async function crypterOf(home: Home, stackName: string): Promise<Crypter | undefined> {
  const { passphrase, project, stack } = await openStackOf(home, stackName);
  const settings = await StackSettings.read(project, stack.name);
  return stackSecrets(settings, passphrase)?.unlock();
}
