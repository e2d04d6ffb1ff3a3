import type { HostLink } from "../../../../sdk/link";
import type { PropertyMap } from "../../../../engine/values";
import { remoteHost, type RemoteHost } from "../../../resources/remote-host";
import { delayLink, type DelayLink } from "../../../support/delay-link";
import { webImage } from "../../../support/engine-images";
import { startHost, type TestHost } from "../../../support/host";
import { moorage } from "../../typed";
import { containerRecord, hostRecord, providerRecord, record, TestProject } from "../../project";

const SPEAKS = "echo one; echo two >&2; trap 'exit 0' TERM; while :; do sleep 1; done";

/** A machine with containers, a state that knows them, and the commands that are typed. */
export class WorkingDay {
  machine!: TestHost;
  /** The way to the machine. */
  link!: DelayLink;
  project!: TestProject;
  #host!: RemoteHost;

  async begin(): Promise<void> {
    this.machine = await startHost({ flavour: "docker" });
    this.#host = await remoteHost(this.machine, "shop-dev");
    const image = await this.#host.load(await webImage());
    await this.#host.load(await webImage({ version: "2" }));
    const start = (name: string, ...words: string[]) =>
      this.machine.exec(["docker", "run", "--detach", "--name", `shop-dev-${name}`, ...words]);
    await start("app", "--publish", "127.0.0.1:8080:80", image);
    await start("speaker", image, "sh", "-c", SPEAKS);
    await start("ended", image, "sh", "-c", "echo bye; exit 3");
    this.link = await delayLink({ to: { host: this.machine.address, port: this.machine.port } });
    this.project = await TestProject.create();
    await this.project.stack("dev", this.#records());
    const { address, port } = this.link;
    const jumpHosts = [{ address, port, user: "root", credential: "web" }];
    await this.project.stack("jump", this.#records({ address: "127.0.0.1", port: 22, jumpHosts }));
  }

  async end(): Promise<void> {
    this.link.close();
    await this.project.remove();
    await this.#host.close();
    await this.machine.remove();
  }

  /** A command line, of the stack dev unless it says another. */
  words(command: string, ...argv: string[]): string[] {
    const stack = argv.includes("-s") ? [] : ["-s", "dev"];
    return [command, "-C", this.project.folder, ...stack, ...argv];
  }

  typed(command: string, ...argv: string[]): ReturnType<typeof moorage> {
    return moorage(this.words(command, ...argv), this.project.env);
  }

  /** The state of a stack on the machine, reached by the link, with its key in the provider's configuration. */
  #records(others: PropertyMap = {}) {
    const { hostId, hostKeys } = this.#host.link as unknown as HostLink;
    const { address, port } = this.link;
    const way = { hostId, hostKeys, user: "root", address, port, credential: "web" };
    const place = { ...(way as unknown as PropertyMap), ...others };
    const containers = ["app", "speaker", "ended", "lost"].map((name) => containerRecord(name, place));
    return [
      providerRecord({ web: { privateKey: this.machine.key.privateKey } }),
      hostRecord("web-1", place),
      ...containers,
      // Made before the stack was renamed: its labels name a stack that is not there any more.
      { ...record("Volume", "kept", { name: "kept" }, { host: place }), id: `${hostId}/kept` },
      record("Image", "web", { reference: "moorage-test/web:1" }, { host: place }),
      record("Image", "web2", { reference: "moorage-test/web:2" }, { host: place }),
    ];
  }
}
