import type { PackageSpec } from "../../providers/schema/package-spec";
import { optionNames, options } from "../../providers/reconcile/container/options";
import type { Option } from "../../providers/reconcile/container/options/option";
import { describeApiVersion } from "../../providers/docker/api-version";
import { plainTypeText } from "./noun-page";
import { table } from "./table";

/** The page of a container's options: what each is in the engine's API, and what a change of it takes. */
export function containerOptionsPage(schema: PackageSpec): string {
  const inputs = schema.resources["moorage:index:Container"]?.inputProperties ?? {};
  const rows = optionNames.map((name) => {
    const row = options[name] as Option<unknown>;
    const type = inputs[name] === undefined ? "" : plainTypeText(schema, inputs[name]);
    return [
      `\`${name}\``,
      type.replaceAll("](#", "](nouns/container.md#"),
      row.default,
      row.fields.map((field) => `\`${field}\``).join(", "),
      change(row),
      needs(row),
    ];
  });
  return [
    "<!-- Written by `npm run generate` from the table in providers/reconcile/container/options/. -->",
    "# Options of a container",
    "What each argument of [Container](nouns/container.md) is in the create request of the engine's API, and what it " +
      "takes to change it on a container that runs. Only what the program gives is compared with the container; what " +
      "it no longer gives goes back to its default. Lists whose order means nothing to the engine, and other " +
      "spellings of the same value, are no change.",
    "Options that the engine cannot change take a new container, which must work before the old one goes. So does " +
      "taking a limit away: the engine can only set another.",
    table(["option", "type", "default", "field of the API", "a change takes", "needs"], rows),
    "An option that the engine of the host is too old for, or that its kernel does not have, is refused by name before " +
      "anything is changed: in the preview where the host can be reached, else at the beginning of the update.",
    "## Read back elsewhere",
    "All others are read back at the fields that they are written to.",
    table(
      ["option", "read back at"],
      optionNames.flatMap((name) => {
        const { readAt } = options[name] as Option<unknown>;
        return readAt === undefined ? [] : [[`\`${name}\``, readAt]];
      }),
    ),
    "",
  ].join("\n\n");
}

function change({ inPlace }: Option<unknown>): string {
  if (inPlace === "no") return "a new container";
  return inPlace === "connect" ? "connect and disconnect" : "an update in place";
}

function needs({ newer = [], needs: need }: Option<unknown>): string {
  const versions = newer.map(({ part, since }) => {
    const what = part === "" ? "" : `\`${part.replace("[].", "")}\`: `;
    return `${what}${describeApiVersion(since)}`;
  });
  return [...versions, ...(need === undefined ? [] : [need.what])].join("; ");
}
