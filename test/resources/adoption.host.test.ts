import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { network } from "../../providers/resources/network";
import { volume } from "../../providers/resources/volume";
import { tokenOf } from "../../providers/schema/read-types";
import type { PackageSpec } from "../../providers/schema/package-spec";
import { validate } from "../../providers/schema/validate";
import { webImage } from "../support/engine-images";
import { run } from "../support/setup/command";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";

type Values = Record<string, Value>;

const PREFIX = "mrg-adopt";
const NETWORK = `${PREFIX}-front`;
const OTHER_NETWORK = `${PREFIX}-back`;
const VOLUME = `${PREFIX}-data`;
const NEIGHBOUR = `${PREFIX}-neighbour`;

/** What a person types between `docker run --detach --name NAME` and the image; with words after the image in `then`. */
const byHand: Readonly<Record<string, { readonly options: string; readonly then?: string }>> = {
  nothing: { options: "" },
  ports: {
    options:
      "--publish 18441:80 --publish 127.0.0.1:18442:81/udp --publish 18443-18445:90-92 --publish 93 " +
      "--publish 127.0.0.1:18446-18449:94 --expose 7000 --expose 7010-7012/udp",
  },
  "all ports": { options: "--publish-all --expose 9000" },
  mounts: {
    options:
      `--volume ${VOLUME}:/data --volume /tmp:/host:ro --volume /anonymous --tmpfs /run:rw,size=64k,noexec ` +
      `--mount type=bind,source=/var/tmp,target=/bound,readonly ` +
      `--mount type=volume,source=${VOLUME},target=/second,volume-nocopy,readonly ` +
      "--mount type=tmpfs,destination=/scratch,tmpfs-size=1m,tmpfs-mode=1770",
  },
  "mounts of another container": { options: `--volumes-from ${NEIGHBOUR}:ro` },
  environment: { options: "--env COLOUR=blue --env EMPTY= --env PATH=/bin:/sbin --env ODD=a=b,c;$(d)" },
  networks: {
    options:
      `--network ${NETWORK} --network-alias web --network-alias www --ip 10.232.1.40 ` +
      "--hostname shop --domainname example.test --dns 192.0.2.53 --dns-search example.test --dns-option ndots:2 " +
      "--add-host db:192.0.2.9 --add-host v6:2001:db8::9",
  },
  "the host's network": { options: "--network host --env PORT=18450" },
  "no network": { options: "--network none" },
  "another container's network": { options: `--network container:${NEIGHBOUR} --env PORT=8080` },
  "a health check": {
    options:
      "--health-interval 1s500ms --health-timeout 5s --health-retries 4 --health-start-period 500ms --health-cmd /ok",
  },
  "no health check": { options: "--no-healthcheck" },
  limits: {
    options:
      "--memory 100000000b --memory-reservation 32m --cpus 0.5 --cpu-shares 512 --cpuset-cpus 0 --pids-limit 100 " +
      "--shm-size 64k --oom-score-adj 100 --ulimit nofile=1024:2048 --ulimit core=0",
  },
  "memory with all the swap": { options: "--memory 64m --memory-swap -1" },
  "memory without swap": { options: "--memory 64m --memory-swap 64m" },
  "a share of the CPU's time": { options: "--cpu-period 50000 --cpu-quota 25000" },
  security: {
    options:
      "--cap-add NET_ADMIN --cap-drop mknod --security-opt no-new-privileges --read-only --group-add 20 --init " +
      "--sysctl net.ipv4.ip_unprivileged_port_start=0 --user 1000:1000",
  },
  namespaces: { options: "--pid host --uts host --ipc shareable" },
  "another container's namespaces": { options: `--pid container:${NEIGHBOUR} --ipc container:${NEIGHBOUR}` },
  devices: { options: "--device /dev/null:/dev/mine:r --device-cgroup-rule c=1:3=r" },
  process: {
    options:
      "--workdir /www --tty --interactive --stop-signal INT --stop-timeout 1 --restart on-failure:3 " +
      "--label team=web --label empty= --log-driver json-file --log-opt max-size=1m --log-opt max-file=2",
  },
  "a command": { options: "--restart always", then: "/bin/sh -c /serve" },
  "an entry point": { options: "--entrypoint /bin/sh", then: "-c /serve" },
  "labels of Compose": {
    options:
      "--label com.docker.compose.project=shop --label com.docker.compose.service=web " +
      "--label com.docker.compose.config-hash=0123456789abcdef --restart unless-stopped",
  },
};

const schema = JSON.parse(
  readFileSync(join(__dirname, "../../providers/schema.json"), "utf8"),
) as PackageSpec;

describe("a container that somebody made by hand", function () {
  this.timeout(60_000);
  let host: LocalHost;
  let web: string;

  before(async () => {
    host = await localHost(PREFIX);
    await host.clear();
    web = await host.load(await webImage());
    await run(["docker", "network", "create", "--subnet", "10.232.1.0/24", NETWORK]);
    await run(["docker", "network", "create", "--subnet", "10.232.2.0/24", OTHER_NETWORK]);
    await run(["docker", "volume", "create", VOLUME]);
    await run(["docker", "run", "--detach", "--name", NEIGHBOUR, "--ipc=shareable", "--volume=/shared", web]);
  });
  after(() => host.close());

  for (const [index, [what, { options, then = "" }]] of Object.entries(byHand).entries()) {
    it(`must be adopted as it is: ${what}`, async () => {
      const app = new Deployed(host, container, "Container", `app${index}`);
      const words = options.split(" ").map((word) => word.replace(/^c=1:3=r$/, "c 1:3 r"));
      const argv = ["docker", "run", "--detach", "--name", app.name, ...words.filter(Boolean), web];
      await run([...argv, ...then.split(" ").filter(Boolean)]);
      if (what === "networks") {
        await run(["docker", "network", "connect", "--alias", "inner", OTHER_NETWORK, app.name]);
      }
      const { Id: before } = await host.engine.containers.inspect(app.name);
      const values = await assertAdopted(app);
      assert.equal(app.output("containerId"), before);
      await assertComplete(app, values);
      await app.destroy();
    });
  }

  it("must not be adopted where it would remove itself as soon as it stops", async () => {
    const app = new Deployed(host, container, "Container", "fleeting");
    await run(["docker", "run", "--detach", "--rm", "--name", app.name, web]);
    await assert.rejects(imported(app), /mrg-adopt-fleeting on here was made with --rm.*without it/);
  });

  it("must be adopted with a warning of what no option stands for", async () => {
    const app = new Deployed(host, container, "Container", "linked");
    await run(["docker", "run", "--detach", "--link", NEIGHBOUR, "--name", app.name, web]);
    await imported(app);
    assert.match(app.context.logged.join("\n"), /warning: mrg-adopt-linked .*--link.*aliases of a network/);
  });

  it("must be adopted with its network, whatever that was made with", async () => {
    const net = new Deployed(host, network, "Network", "many");
    const options =
      "--driver bridge --subnet 10.232.3.0/24 --ip-range 10.232.3.128/25 --gateway 10.232.3.254 " +
      "--aux-address router=10.232.3.200 --ipv6 --subnet fd00:232:3::/64 --internal --label tier=back " +
      "--opt com.docker.network.bridge.enable_icc=false --opt com.docker.network.driver.mtu=1400";
    await run(["docker", "network", "create", ...options.split(" "), net.name]);
    const { Id: before } = await host.engine.networks.inspect(net.name);
    const values = await assertAdopted(net);
    assert.equal(net.output("networkId"), before);
    await net.destroy();
    await net.up(values);
    assert.deepEqual(await assertAdopted(net), values);
  });

  it("must be adopted with its volume, whatever that was made with", async () => {
    const data = new Deployed(host, volume, "Volume", "many");
    const options =
      "--driver local --opt type=tmpfs --opt device=tmpfs --opt o=size=1m,uid=1000 --label tier=db";
    await run(["docker", "volume", "create", ...options.split(" "), data.name]);
    const values = await assertAdopted(data);
    await data.destroy();
    await data.up(values);
    assert.deepEqual(await assertAdopted(data), values);
  });

  /** What is read back fits the schema, the next preview is empty, and the next update changes nothing. */
  async function assertAdopted(each: Deployed): Promise<Values> {
    await imported(each);
    assert.deepEqual(each.context.logged, []);
    const values = inputsOf(each);
    const spec = schema.resources[tokenOf(each.type)];
    assert(spec !== undefined);
    const expected = { properties: spec.inputProperties, required: spec.requiredInputs };
    assert.deepEqual(validate(schema, expected, { host: host.link, name: each.name, ...values }), []);
    assert.deepEqual(await each.diff(values), []);
    assert.equal(await each.refresh(), true);
    assert.deepEqual(await each.diff(values), []);
    await each.up(values);
    const steps = each.context.progressed.filter((line) => !/^wait/.test(line));
    assert.deepEqual(steps, []);
    return values;
  }

  /** One that is made of what was read back is read back as the same. */
  async function assertComplete(app: Deployed, values: Values): Promise<void> {
    await host.engine.containers.remove(app.name);
    assert.equal(await app.refresh(), false);
    app.id = app.inputs = app.state = undefined;
    await app.up({ ...values, minReadySeconds: 0 });
    await imported(app);
    assert.deepEqual(inputsOf(app), values);
  }

  async function imported(each: Deployed): Promise<void> {
    each.context = host.context(each.type, each.resource);
    const read = { id: `local/${each.name}`, inputs: undefined, state: undefined };
    const found = await each.lifecycle.read(each.context, read);
    assert(found !== undefined);
    Object.assign(each, found);
  }

  /** The imported options. */
  function inputsOf({ inputs }: Deployed): Values {
    const others = Object.entries(inputs?.values ?? {}).filter(([key]) => key !== "host" && key !== "name");
    return Object.fromEntries(others);
  }
});
