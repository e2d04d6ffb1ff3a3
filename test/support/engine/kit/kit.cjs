// A plugin that has a component, made of resources of the lab, and a method of it.
const pulumi = require("@pulumi/pulumi");
const provider = require("@pulumi/pulumi/provider");

class Plain extends pulumi.CustomResource {
  constructor(name, inputs, options) {
    super("lab:index:Plain", name, { serial: undefined, ...inputs }, options);
  }
}

class Pair extends pulumi.ComponentResource {
  constructor(name, { value, note }, options) {
    super("kit:index:Pair", name, { value, note }, options);
    const first = new Plain(`${name}-first`, { value }, { parent: this });
    const after = pulumi.interpolate`after ${first.serial}`;
    const second = new Plain(`${name}-second`, { value: after, note }, { parent: this });
    this.results = { joined: pulumi.interpolate`${value}: ${first.serial}, ${second.serial}`, second };
    this.registerOutputs(this.results);
  }
}

const kit = {
  version: "1.0.0",
  async construct(name, type, inputs, options) {
    if (name.startsWith("refused")) throw new Error(`the ${type} ${name} is refused`);
    const pair = new Pair(name, inputs, options);
    return { urn: pair.urn, state: pair.results };
  },
  async call(token, { __self__: self, word }) {
    if (word === "refused") return { failures: [{ property: "word", reason: "it is refused" }] };
    return { outputs: { greeting: pulumi.interpolate`${word} by ${token} to ${self.urn ?? self}` } };
  },
};

provider.main(kit, process.argv.slice(2));
