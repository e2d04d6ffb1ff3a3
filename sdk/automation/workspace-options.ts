import type { PulumiFn } from "./program";
import type { ProjectSettings, StackSettings } from "./settings";

/** A program that is a function of this process. */
export interface InlineProgramArgs {
  stackName: string;
  projectName: string;
  program: PulumiFn;
}

/** A program in a folder that has a Pulumi.yaml. */
export interface LocalProgramArgs {
  stackName: string;
  workDir: string;
}

/** Where a program is. */
export type ProgramArgs = LocalProgramArgs | InlineProgramArgs;

/** How a workspace is made. */
export interface LocalWorkspaceOptions {
  /** The folder of Pulumi.yaml. @default a new one among the system's temporary folders */
  workDir?: string;
  /** Where Pulumi keeps what is the user's. @default PULUMI_HOME, else `~/.pulumi` */
  pulumiHome?: string;
  /** The program, if it is a function. */
  program?: PulumiFn;
  /** Come before the variables of the process. */
  envVars?: { [key: string]: string };
  /** Only `passphrase`, which is the default. */
  secretsProvider?: string;
  /** Written to Pulumi.yaml. */
  projectSettings?: ProjectSettings;
  /** Written to Pulumi.<stack>.yaml, by the stack's name. */
  stackSettings?: { [key: string]: StackSettings };
}

/** Who works with a backend. */
export interface WhoAmIResult {
  user: string;
  /** The backend's. */
  url?: string;
}
