import { join } from "node:path";
import { capture } from "../setup/command";
import type { Task } from "./tasks";

/** Types, lint, format, generated files and import arrows count as one test. */
export const check: Task = {
  title: "types, lint, format, generated files, import arrows",
  jobs: 2,
  async run() {
    const begun = Date.now();
    const cwd = join(__dirname, "../../..");
    const { code, stdout, stderr } = await capture(["npm", "run", "--silent", "check"], { cwd });
    const seconds = Math.round((Date.now() - begun) / 1000);
    process.stdout.write(`\ncheck (${seconds} s)\n${stdout}${stderr}`);
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  },
};
