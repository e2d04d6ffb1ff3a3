/** One instruction of a Dockerfile, its continued lines joined. */
interface Instruction {
  /** Of its first line, counted from 1. */
  readonly line: number;
  /** In capitals; of `ONBUILD X` it is X. */
  readonly name: string;
  readonly rest: string;
}

/** Flags that only BuildKit knows, by instruction. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  RUN: ["mount", "network", "security", "device"],
  COPY: ["link", "chmod", "parents", "exclude"],
  ADD: ["link", "chmod", "exclude", "checksum", "keep-git-dir", "unpack"],
};

/** A word such as `<<EOF` or `3<<-"EOF"`; a shift of numbers and `<<<` are none. */
const HEREDOC = /(?:^|\s)\d*<<-?(["']?)([A-Za-z_]\w*)\1/;

/** What of a Dockerfile the classic builder does not know: `line 3: RUN --mount`. One that it cannot read wants nothing. */
export function wantsOfBuildKit(dockerfile: string): string[] {
  return [...instructions(dockerfile)].flatMap((instruction) => {
    const { line, name, rest } = instruction;
    const wants = flagsOf(rest)
      .filter((flag) => FLAGS[name]?.includes(flag))
      .map((flag) => `${name} --${flag}`);
    if (name === "FROM" && /^--platform=\S*\$\{?(BUILD|TARGET)/.test(rest))
      wants.push("FROM --platform=$BUILDPLATFORM");
    if (hereWord(instruction) !== undefined) wants.push(`${name} <<`);
    return wants.map((want) => `line ${line}: ${want}`);
  });
}

/** Whether a step wants a kind of mount: `secret`, `ssh`. */
export function wantsMount(dockerfile: string, kind: "secret" | "ssh"): boolean {
  return [...instructions(dockerfile)].some(
    ({ name, rest }) => name === "RUN" && new RegExp(`--mount=\\S*type=${kind}\\b`).test(rest),
  );
}

function* instructions(dockerfile: string): Generator<Instruction> {
  const lines = dockerfile.replace(/^\uFEFF/, "").split(/\r?\n/);
  const escape = escapeCharacter(lines);
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    if (isIgnored(lines[index])) continue;
    let text = "";
    for (; index < lines.length; index++) {
      const line = (lines[index] ?? "").trim();
      // A comment or an empty line does not end what goes on.
      if (text !== "" && isIgnored(line)) continue;
      text += line.endsWith(escape) ? `${line.slice(0, -1)} ` : line;
      if (!line.endsWith(escape)) break;
    }
    const [, name = "", rest = ""] = /^(?:ONBUILD\s+)?(\S+)\s*(.*)$/is.exec(text.trim()) ?? [];
    const instruction = { line: start + 1, name: name.toUpperCase(), rest };
    yield instruction;
    const end = hereWord(instruction);
    if (end !== undefined) while (index + 1 < lines.length && lines[++index]?.trim() !== end);
  }
}

function hereWord({ name, rest }: Instruction): string | undefined {
  return name in FLAGS ? HEREDOC.exec(rest)?.[2] : undefined;
}

/** The flags before the first argument. */
function flagsOf(rest: string): string[] {
  const [flags = ""] = /^(?:--\S+\s*)*/.exec(rest) ?? [];
  return [...flags.matchAll(/--([a-z-]+)/g)].map(([, flag = ""]) => flag);
}

/** Parser directives stand before all else. */
function escapeCharacter(lines: readonly string[]): string {
  for (const line of lines) {
    const [, key, value] = /^#\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined) return "\\";
    if (key.toLowerCase() === "escape" && value === "`") return "`";
  }
  return "\\";
}

function isIgnored(line: string | undefined): boolean {
  const text = (line ?? "").trim();
  return text === "" || text.startsWith("#");
}
