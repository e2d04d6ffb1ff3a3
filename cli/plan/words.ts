import type { Downtime, PlannedResource, PublicPort } from "../../sdk/plan";

/** What is done to a resource, for people: a sign that needs no colour, and a word. */
export interface Mark {
  readonly name: "create" | "update" | "replace" | "delete" | "same" | "read";
  readonly sign: string;
  readonly word: string;
}

const marks: Readonly<Record<Mark["name"], Mark>> = {
  create: { name: "create", sign: "+", word: "create" },
  update: { name: "update", sign: "~", word: "update" },
  replace: { name: "replace", sign: "±", word: "replace" },
  delete: { name: "delete", sign: "−", word: "delete" },
  same: { name: "same", sign: "=", word: "unchanged" },
  read: { name: "read", sign: "?", word: "read" },
};

/** All marks, what matters most first. */
export const allMarks: readonly Mark[] = Object.values(marks);

/** What is done to a resource. */
export function markOf({ steps }: Pick<PlannedResource, "steps">): Mark {
  const ops = steps.map(({ op }) => op);
  if (ops.some((op) => op === "replace" || /-replacement$|-replaced$/.test(op))) return marks.replace;
  const op = ops.find((each) => each !== "same") ?? "same";
  if (op === "import") return marks.create;
  return op in marks ? marks[op as Mark["name"]] : marks.read;
}

/** `Container` of `moorage:index:Container`. */
export function nounOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}

/** How long nobody serves, and why. */
export function downtimeText({ cause, order, readySeconds, stopSeconds }: Downtime): string {
  switch (order) {
    case "start-first":
      return `None: the new one works before the old one stops (${cause}).`;
    case "stop-first":
      return (
        `At most ${stopSeconds} s for the old one to stop, then until the new one works. After ${readySeconds} s ` +
        `without that the old one is started again. Why not side by side: ${cause}.`
      );
    case "reconnect":
      return `A moment: ${cause}.`;
    case "gone":
      return `It stops within ${stopSeconds} s and does not come back.`;
  }
}

/** The same in a few characters; undefined for no downtime. */
export function downtimeBadge({ order, readySeconds, stopSeconds }: Downtime): string | undefined {
  if (order === "stop-first") return `down ≤ ${stopSeconds + readySeconds} s`;
  return order === "reconnect" ? "down a moment" : undefined;
}

/** `8080 → 80/tcp`. */
export function portText({ container, host, protocol }: PublicPort): string {
  return `${host ?? "any"} → ${container}/${protocol}`;
}
