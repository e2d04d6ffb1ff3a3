/** Made if a shell ever sees one of the strings, on whichever machine. */
export const CANARY = "/tmp/mrg-a-shell-saw-it";

/** Strings that break whatever puts texts together instead of handing them on. */
export const hostileStrings: Readonly<Record<string, string>> = {
  spaces: "  two  words  ",
  quotes: `'single' "double" \\back`,
  "a command substitution": `$(touch ${CANARY})`,
  backticks: `\`touch ${CANARY}\``,
  "an end of command": `; touch ${CANARY} #`,
  newlines: `first\ntouch ${CANARY}\r\nthird`,
  "a leading dash": "--privileged",
  unicode: "naïve 漢字 🙂 \u202etfel\u0301",
  "64 KiB": "a".repeat(64 * 1024),
};

/** All of the short ones in one. */
export const hostileMixture = Object.values(hostileStrings)
  .filter((text) => text.length < 1000)
  .join("");
