import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Json } from "../lab/wire";
import { labPlugins } from "../lab/rendezvous";
import { SALT } from "./state";

/** Folder with the plugin of the component that a provider makes. */
const kitPlugin = join(__dirname, "../kit");

const STATE = "state/.pulumi/stacks/trial/dev.json";

/** A project's folder with a stack that has nothing yet, and the file backend in it. */
export class TrialProject {
  private constructor(readonly folder: string) {}

  static async create(name: string): Promise<TrialProject> {
    const project = new TrialProject(await mkdtemp(join(tmpdir(), `moorage-trial-${name}-`)));
    await mkdir(join(project.folder, "state/.pulumi/stacks/trial"), { recursive: true });
    await mkdir(join(project.folder, "home"));
    const lab = ["lab", "old"].map((each) => ({ name: each, path: labPlugins }));
    const providers = [...lab, { name: "kit", path: kitPlugin }];
    await project.write(
      "Pulumi.yaml",
      stringify({
        name: "trial",
        runtime: { name: "nodejs", options: { typescript: false } },
        plugins: { providers },
      }),
    );
    await project.write("package.json", JSON.stringify({ name: "trial", private: true }));
    await project.write("state/.pulumi/meta.yaml", "version: 1\n");
    await project.write(
      STATE,
      JSON.stringify({ version: 3, checkpoint: { stack: "organization/trial/dev", latest: null } }),
    );
    return project;
  }

  async configure(config: Readonly<Record<string, Json>>): Promise<void> {
    await this.write("Pulumi.dev.yaml", stringify({ encryptionsalt: SALT, config }));
  }

  async state(): Promise<string> {
    return readFile(join(this.folder, STATE), "utf8");
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async write(path: string, text: string): Promise<void> {
    await writeFile(join(this.folder, path), text);
  }
}
