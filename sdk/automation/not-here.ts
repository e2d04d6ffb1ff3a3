import { CommandError } from "./errors";

/** What @pulumi/pulumi/automation has and this API has not: a few names, and why. */
interface Absence {
  /** `Stack.up` for a member, `Stack` for all of it. */
  readonly names: readonly string[];
  readonly reason: string;
}

const operations = ["UpOptions", "PreviewOptions", "RefreshOptions", "DestroyOptions"];
const commands = [...operations, "ImportOptions", "RenameOptions", "GlobalOpts"];

/** The same members of several types. */
const each = (types: readonly string[], members: readonly string[]): string[] =>
  types.flatMap((type) => members.map((member) => `${type}.${member}`));

/** All that is not there; a test holds it against the installed @pulumi/pulumi. */
export const absences: readonly Absence[] = [
  {
    names: [
      "PulumiCommand",
      "PulumiCommandOptions",
      "LocalWorkspaceOptions.pulumiCommand",
      ...each(["LocalWorkspace", "Workspace"], ["pulumiCommand", "pulumiVersion"]),
      ...each(["LocalWorkspace", "Workspace"], ["serializeArgsForOp", "postCommandCallback"]),
    ],
    reason: "there is no Pulumi CLI behind it",
  },
  {
    names: [
      ...["RemoteStack", "RemoteWorkspace", "RemoteWorkspaceOptions"],
      ...["RemoteUpOptions", "RemotePreviewOptions", "RemoteRefreshOptions", "RemoteDestroyOptions"],
      ...["RemoteGitProgramArgs", "RemoteGitAuthArgs", "ExecutorImage", "DockerImageCredentials"],
      ...each(["LocalWorkspace", "LocalWorkspaceOptions"], ["remoteExecutorImage"]),
    ],
    reason: "operations that Pulumi's service runs; here they run in this process",
  },
  {
    names: [
      ...each(["Stack", "LocalWorkspace", "Workspace"], ["addEnvironments"]),
      ...each(["Stack", "LocalWorkspace", "Workspace"], ["listEnvironments", "removeEnvironment"]),
      ...each(["Stack"], ["orgGetDefault", "orgSetDefault"]),
      ...["TokenInfomation", "WhoAmIResult.tokenInformation", "WhoAmIResult.organizations"],
    ],
    reason: "environments, organizations and tokens of Pulumi's service, which a file backend has not",
  },
  {
    names: [
      "InstallOptions",
      "LocalWorkspace.install",
      ...each(["LocalWorkspace", "Workspace"], ["installPluginFromServer"]),
      ...each(["LocalWorkspace", "Workspace"], ["removePlugin", "listPlugins"]),
      ...["PluginInfo", "PluginKind"],
    ],
    reason:
      "nothing is installed: packages come by npm, plugins by the Pulumi CLI or by `plugins` of Pulumi.yaml, and " +
      "installPlugin only makes sure that a plugin is there",
  },
  {
    names: [
      ...each(["UpOptions", "PreviewOptions"], ["policyPacks", "policyPackConfigs"]),
      ...["PolicyEvent", "EngineEvent.policyEvent", "SummaryEvent.policyPacks"],
    ],
    reason: "policy packs do not run in the embedded engine",
  },
  {
    names: [
      ...each(["UpOptions", "PreviewOptions"], ["attachDebugger"]),
      "StartDebuggingEvent",
      "EngineEvent.startDebuggingEvent",
    ],
    reason: "start Node itself with --inspect: the program runs in this process",
  },
  {
    names: each(commands, ["logFlow", "logVerbosity", "logToStdErr", "tracing", "debug"]),
    reason: "switches of the CLI's own log; the events tell what the engine does",
  },
  {
    names: each(commands, ["configFile"]),
    reason: "a stack's settings are in Pulumi.<stack>.yaml, in the folder that stackConfigDir names",
  },
  {
    names: each(commands, ["importFile"]),
    reason: "no file is written of what could be imported",
  },
  {
    names: ["ImportOptions.converter", "ImportOptions.converterArgs"],
    reason: "programs and states of other tools are converted by the Pulumi CLI",
  },
  { names: ["ImportResource.remote"], reason: "components of a plugin are not imported" },
  {
    names: ["RawJSON", "UpdateSummary.Deployment"],
    reason: "a history entry has no copy of the state: exportStack gives the present one",
  },
];

const reasons = new Map(absences.flatMap(({ names, reason }) => names.map((name) => [name, reason])));

/**
 * Refuses options that are not there, which a program in JavaScript may give all the same.
 *
 * @throws CommandError
 */
export function refuseAbsent(type: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const reason = value === undefined ? undefined : reasons.get(`${type}.${name}`);
    if (reason !== undefined) throw new CommandError(`the option ${name} is not there: ${reason}`);
  }
}
