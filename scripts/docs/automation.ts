import { absences } from "../../sdk/automation/not-here";
import { between } from "./marked";
import { table } from "./table";

/** The page with the table of what is not there. */
export function automationPage(page: string): string {
  const rows = absences.map(({ names, reason }) => [
    [...new Set(names)].map((name) => `\`${name}\``).join(", "),
    reason,
  ]);
  const text = `\n\n${table(["Not there", "Why"], rows)}\n\n`;
  return between(page, "automation.md", "sdk/automation", text);
}
