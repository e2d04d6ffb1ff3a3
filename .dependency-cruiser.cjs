/** The arrows of the house: what may import what. `npm run check:arrows` holds them. */
const from = (path) => ({ path: `^${path}` });

/**
 * Modules that stand for input, output, time, chance or the environment. What is pure in node:crypto and node:net is
 * let through by the linter, name by name.
 */
const impure = "^(node:)?(fs|http|https|child_process|os|process|dns|tls|timers|worker_threads)(/|$)";

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "sdk-imports-only-pulumi",
      comment: "A user's program loads sdk/: nothing of the provider, and no library but Pulumi's.",
      severity: "error",
      from: { path: "^sdk/(container/)?[^/]+$" },
      to: {
        pathNot: [
          "^sdk/([^/]+|container/.+|private-registry/.+)$",
          "node_modules/@pulumi/pulumi/",
          "^package.json$",
        ],
      },
    },
    {
      name: "stack-files-beside-the-nouns",
      comment: "Only a program that asks for moorage/stack-file loads a YAML parser.",
      severity: "error",
      from: from("sdk/stack-file/"),
      to: {
        pathNot: ["^sdk/", "node_modules/(@pulumi/pulumi|yaml|fastest-levenshtein)/", "^(node:)?(fs|path)$"],
      },
    },
    {
      name: "automation-stands-apart",
      comment:
        "It brings the engine and the provider with it: a program that declares resources loads neither.",
      severity: "error",
      from: { pathNot: "^(sdk/automation|cli|test|bench|scripts|examples)/" },
      to: { path: "^sdk/automation/" },
    },
    {
      name: "automation-is-a-door-onto-the-engine",
      comment: "Of the provider it knows the door only, and what it takes of Pulumi's SDK is types.",
      severity: "error",
      from: from("sdk/automation/"),
      to: {
        pathNot: [
          "^sdk/automation/",
          "^engine/",
          "^sdk/plan/",
          "^package.json$",
          "^providers/in-process\\.ts$",
          "node_modules/yaml/",
          "^(node:)?(crypto|fs|os|path)(/promises)?$",
        ],
      },
    },
    {
      name: "a-plan-is-data",
      comment: "The provider, programs and displays read it alike.",
      severity: "error",
      from: from("sdk/plan/"),
      to: { pathNot: "^sdk/plan/" },
    },
    {
      name: "docker-entry-stands-apart",
      comment: "@pulumi/docker is an optional peer: only who imports moorage/docker needs it.",
      severity: "error",
      from: { pathNot: "^(sdk/docker|test|examples)/" },
      to: { path: ["^sdk/docker/", "node_modules/@pulumi/docker/"] },
    },
    {
      name: "docker-entry-imports-only-pulumi",
      severity: "error",
      from: from("sdk/docker/"),
      to: { pathNot: ["^sdk/", "node_modules/@pulumi/(pulumi|docker)/"] },
    },
    {
      name: "password-hashes-are-made-in-the-program",
      comment:
        "A registry's passwords are hashed where they are given, so that nothing else gets to see them.",
      severity: "error",
      from: from("sdk/private-registry/"),
      to: { pathNot: ["^sdk/", "^(node:)?crypto$", "node_modules/bcryptjs/"] },
    },
    {
      name: "provider-takes-types-only-from-sdk",
      severity: "error",
      from: from("providers/"),
      to: { path: "^sdk/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "provider-never-loads-the-pulumi-sdk",
      comment: "Loading it costs a second; only its protocol files are taken, and only at the door.",
      severity: "error",
      from: { path: "^providers/", pathNot: "^providers/schema/generate" },
      to: { path: "node_modules/@pulumi/pulumi/(?!proto/)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "protocol-only-at-the-door",
      severity: "error",
      from: { path: "^providers/", pathNot: "^providers/(grpc/|(main|in-process|session-options)\\.ts)" },
      to: { path: "node_modules/@pulumi/pulumi/proto" },
    },
    {
      name: "grpc-at-the-door-and-with-buildkit",
      comment: "An engine's BuildKit speaks it too: in what it tells of a build, and in a build's session.",
      severity: "error",
      from: {
        path: "^providers/",
        pathNot: "^providers/(grpc/|main\\.ts|docker/build-trace\\.ts|builds/session/)",
      },
      to: { path: "node_modules/(@grpc/grpc-js|google-protobuf)" },
    },
    {
      name: "nothing-reaches-back-to-the-door",
      severity: "error",
      from: { path: "^providers/", pathNot: "^providers/(grpc/|(main|in-process|session-options)\\.ts)" },
      to: { path: "^providers/(grpc/|main\\.ts)" },
    },
    {
      name: "only-the-door-knows-resources",
      severity: "error",
      from: { path: "^providers/(apply|builds|reconcile|images|linux|sandbox|docker|registry|ssh)/" },
      to: { path: "^providers/resources/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "reconcile-is-pure",
      severity: "error",
      from: from("providers/reconcile/"),
      to: {
        path: [impure, "^providers/(apply|builds|images|linux|sandbox|docker|ssh|resources|grpc)/"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "a-build-context-knows-no-engine",
      severity: "error",
      from: from("providers/builds/context/"),
      to: { path: "^providers/(?!builds/context/|errors)" },
    },
    {
      name: "docker-knows-no-ssh",
      severity: "error",
      from: from("providers/docker/"),
      to: { path: "^providers/(?!docker/|errors)" },
    },
    {
      name: "linux-knows-a-remote-only",
      severity: "error",
      from: from("providers/linux/"),
      to: {
        path: "^providers/(?!linux/|errors|ssh/(remote|command|command-error|errors|quote)\\.)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "sandbox-knows-the-engine",
      severity: "error",
      from: from("providers/sandbox/"),
      to: {
        path: "^providers/(?!sandbox/|docker/|errors|ssh/banner\\.)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "registry-stands-alone",
      comment: "It is given a way to dial: it knows neither SSH nor an engine.",
      severity: "error",
      from: from("providers/registry/"),
      to: { path: "^providers/(?!registry/|errors)" },
    },
    {
      name: "ssh-stands-alone",
      severity: "error",
      from: from("providers/ssh/"),
      to: { path: "^providers/(?!ssh/|errors)" },
    },
    {
      name: "ssh2-in-one-folder",
      severity: "error",
      from: { pathNot: "^(providers/ssh/|test/)" },
      to: { path: "node_modules/ssh2/" },
    },
    {
      name: "engine-knows-the-protocol-only",
      comment: "It reaches a provider through Pulumi's protocol; what runs in its process is given to it.",
      severity: "error",
      from: from("engine/"),
      to: { path: "^(sdk|providers|cli|test|bench|scripts|examples)/" },
    },
    {
      name: "values-and-state-know-no-protocol",
      comment: "They are read without a program, a provider or gRPC.",
      severity: "error",
      from: {
        path: "^engine/(values|state|secrets|backend|project|stacks|transfer|urn|errors|provider-reference|atomic-file|rotating-file|common-length)[./]",
      },
      to: {
        path: [
          "^engine/(plugins|program|monitor|operations|steps|events)/",
          "node_modules/(@pulumi/pulumi|@grpc/grpc-js|google-protobuf)/",
        ],
      },
    },
    {
      name: "values-are-pure",
      severity: "error",
      from: { path: "^engine/(values/|urn\\.)", pathNot: "^engine/values/hash/" },
      to: { path: [impure, "^engine/(?!values/|urn\\.|errors\\.)"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "a-launch-loads-nothing-yet",
      comment:
        "It comes before all else, so that all else is quick to load; only the starts know what they start.",
      severity: "error",
      from: from("launch/"),
      to: {
        pathNot: [
          "^launch/",
          "^engine/(private-folder|stand-in|secrets/derive-key)\\.ts$",
          "^providers/ssh/(early-connections|opening)\\.ts$",
          "^(node:)?(crypto|fs|module|net|os|path|util|v8|vm|zlib)$",
          "^(cli|providers)/main\\.ts$",
        ],
      },
    },
    {
      name: "nobody-launches-but-the-executables",
      severity: "error",
      from: { pathNot: "^(launch|test)/" },
      to: { path: "^launch/" },
    },
    {
      name: "cli-is-a-door-onto-sdk",
      severity: "error",
      from: from("cli/"),
      to: { path: "^(test|bench|scripts|examples)/" },
    },
    {
      name: "only-daily-work-goes-to-hosts-itself",
      severity: "error",
      from: { path: "^cli/", pathNot: "^cli/(hosts|sandbox)/" },
      to: { path: "^providers/" },
    },
    {
      name: "sandboxes-are-found-by-their-engine",
      comment: "No stack has to be known, so that what a lost one has left is found, too.",
      severity: "error",
      from: from("cli/sandbox/"),
      to: {
        path: "^(providers|engine|sdk)/",
        pathNot: "^providers/(docker/|errors\\.|reconcile/ownership\\.|resources/(local-socket|urn)\\.)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "daily-work-goes-the-plugins-way",
      comment: "It finds, dials and asks a host as the plugin does, and changes nothing there.",
      severity: "error",
      from: from("cli/hosts/"),
      to: {
        path: "^providers/",
        pathNot: "^providers/((docker|ssh)/|errors\\.|resources/(hosts|ssh-host|lifecycle|urn|orphans)\\.)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "daily-work-reads-a-state-only",
      comment: "It begins in a blink: it runs no program and loads nothing of Pulumi's SDK.",
      severity: "error",
      from: from("cli/hosts/"),
      to: { path: ["^engine/(plugins|program|monitor|operations|steps|events)/", "node_modules/@pulumi/"] },
    },
    {
      name: "a-display-knows-events-only",
      comment: "It is loaded while the operation begins: of the engine it takes what is pure, and types.",
      severity: "error",
      from: from("cli/display/"),
      to: {
        path: "^(sdk|engine|providers|cli)/",
        pathNot: "^(cli/display/|cli/(colour|terminal)\\.|engine/(values/|urn\\.))",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "nothing-but-cli-reads-command-lines",
      severity: "error",
      from: { path: "^(sdk|providers)/" },
      to: { path: ["^cli/", "node_modules/commander/"] },
    },
    {
      name: "nothing-ships-tests",
      severity: "error",
      from: { path: "^(sdk|providers)/" },
      to: { path: "^(test|bench|scripts|examples)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      conditionNames: ["import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
