import { quoted } from "../text/quoted";
import type { Place, Word } from "./words";

/** The shells that can be taught the commands. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

/** The script that teaches a shell what may be typed where. Files are completed where it is neither. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  return scripts[shell](places);
}

const scripts: Readonly<Record<Shell, (places: readonly Place[]) => string>> = { bash, zsh, fish };

function bash(places: readonly Place[]): string {
  const words = places.map(({ path, commands, options }) => {
    const all = [...commands, ...options].map(({ text }) => text).join(" ");
    return `    ${quoted(path)}) words=${quoted(all)} ;;\n`;
  });
  return `# moorage completion bash: put \`source <(moorage completion bash)\` into ~/.bashrc
_moorage() {
  local word words place=moorage current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$place $word" in
    ${below(places)}) place="$place $word" ;;
    esac
  done
  case "$place" in
${words.join("")}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _moorage moorage
`;
}

function zsh(places: readonly Place[]): string {
  const described = (words: readonly Word[]): string =>
    words.map(({ text, description }) => quoted(`${text}:${description}`)).join(" ");
  const words = places.map(
    ({ path, commands, options }) =>
      `    (${quoted(path)}) commands=(${described(commands)}); options=(${described(options)}) ;;\n`,
  );
  return `#compdef moorage
# moorage completion zsh: save this as _moorage in a folder of $fpath
_moorage() {
  local word place=moorage
  local -a commands options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in
    (${below(places)}) place="$place $word" ;;
    esac
  done
  case "$place" in
${words.join("")}  esac
  if [[ "$PREFIX" == -* ]]; then
    _describe -o option options
  elif (( $#commands )); then
    _describe command commands
  else
    _files
  fi
}
if [[ "$funcstack[1]" == _moorage ]]; then
  _moorage "$@"
else
  compdef _moorage moorage
fi
`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, commands, options }) => {
    const at = `complete -c moorage -n ${quoted(`__moorage_at '${path}'`)}`;
    return [
      ...(commands.length > 0 ? [`${at} -f`] : []),
      ...commands.map(({ text, description }) => `${at} -a ${text} -d ${quoted(description)}`),
      ...options.map(({ text, description }) => `${at} ${option(text)} -d ${quoted(description)}`),
    ];
  });
  return `# moorage completion fish: moorage completion fish > ~/.config/fish/completions/moorage.fish
function __moorage_at
  set -l place moorage
  for word in (commandline -opc)[2..-1]
    switch "$place $word"
      case ${below(places).replaceAll("|", " ")}
        set place "$place $word"
    end
  end
  test "$place" = "$argv[1]"
end
${lines.join("\n")}
`;
}

function option(text: string): string {
  return text.startsWith("--") ? `-l ${text.slice(2)}` : `-s ${text.slice(1)}`;
}

/** The places that are not the root, as patterns of a `case`. */
function below(places: readonly Place[]): string {
  return places
    .slice(1)
    .map(({ path }) => quoted(path))
    .join("|");
}
