/** What a new project is made from. */
export interface Project {
  readonly name: string;
  /** What package.json asks of npm for `moorage`. */
  readonly moorage: string;
  readonly nodeMajor: number;
  readonly host: { readonly address: string; readonly port?: number; readonly user?: string };
}

/** The files of a new project: text by path. */
export function projectFiles(project: Project): Readonly<Record<string, string>> {
  return {
    "package.json": packageJson(project),
    "Pulumi.yaml": pulumiYaml(project.name),
    "Pulumi.dev.yaml": stackYaml(project),
    "index.ts": PROGRAM,
    "tsconfig.json": json(TSCONFIG),
    ".gitignore": "node_modules/\n",
  };
}

/** From 3.249 on, @pulumi/pulumi wants Node 22. */
function pulumiVersion(nodeMajor: number): string {
  return nodeMajor < 22 ? ">=3.230.0 <3.249.0" : "^3.230.0";
}

function packageJson({ name, moorage, nodeMajor }: Project): string {
  return json({
    name,
    private: true,
    dependencies: { "@pulumi/pulumi": pulumiVersion(nodeMajor), moorage },
    devDependencies: { "ts-node": "^10.9.2", typescript: "~5.9.3" },
  });
}

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["*.ts"],
};

/** The plugin comes with the package, so Pulumi is told where it lies. */
function pulumiYaml(name: string): string {
  return `name: ${text(name)}
runtime: nodejs
main: index.ts
options:
  # Every \`pulumi up\` looks at the host first, so that changes made by hand are seen and repaired.
  refresh: always
plugins:
  providers:
    - name: moorage
      path: node_modules/moorage/dist/bin
`;
}

/** The configuration of the stack `dev`; `pulumi stack init` adds its own to it. */
function stackYaml({ name, host }: Project): string {
  const { address, port, user } = host;
  const lines = [
    `${text(`${name}:address`)}: ${text(address)}`,
    ...(port === undefined ? [] : [`${text(`${name}:port`)}: ${text(String(port))}`]),
    ...(user === undefined ? [] : [`${text(`${name}:user`)}: ${text(user)}`]),
  ];
  return ["config:", ...lines.map((line) => `  ${line}`), ""].join("\n");
}

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import * as moorage from "moorage";

const config = new pulumi.Config();

// A Linux machine that answers SSH. Docker is installed where it is missing.
const host = new moorage.Host("web-1", {
  connection: {
    address: config.require("address"),
    port: config.getNumber("port") ?? 22,
    user: config.get("user") ?? "root",
  },
});

const image = new moorage.Image("web", { host, name: "nginx:1.27" });

new moorage.Container("web", {
  host,
  image,
  ports: [{ host: 8080, container: 80, public: true }],
  restart: "unless-stopped",
});
`;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A JSON string is a YAML string too. */
function text(value: string): string {
  return JSON.stringify(value);
}
