import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationOptions } from "../../../engine/operations";
import { thingTypes, type StackBed } from "./stack-bed";

const plugin = join(__dirname, "faulty-plugin.cjs");

/** A plugin in a process of its own, with a fault that shows when it is asked to create. */
export function withPlugin(
  fault: string,
  options: OperationOptions = {},
): { program: string; prepare: (bed: StackBed) => void; options: OperationOptions } {
  return {
    program: `${thingTypes}
      class Other extends pulumi.CustomResource { constructor(name) { super("other:index:Other", name); } }
      new Thing("one", { value: "one" }); new Thing("two", { value: "two" }); new Other("three");`,
    prepare: (bed) => {
      const folder = join(bed.folder, "plugins");
      const file = join(folder, "pulumi-resource-other");
      mkdirSync(folder);
      writeFileSync(file, `#!/bin/sh\nFAULT=${fault} exec "${process.execPath}" "${plugin}"\n`);
      chmodSync(file, 0o755);
      bed.write({
        "Pulumi.yaml": `name: shop\nruntime: nodejs\nplugins:\n  providers:\n    - name: other\n      path: ./plugins\n`,
      });
    },
    options,
  };
}
