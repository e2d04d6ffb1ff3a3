import assert from "node:assert/strict";
import { commandLine } from "../../providers/ssh/command-line";
import { shell } from "../../providers/ssh/command";
import { uploadScript } from "../../providers/ssh/upload";

const marker = "M";

describe("the line for the login shell", () => {
  it("of a command without input must close its input", () => {
    assert.equal(
      commandLine(["uname", "-m"], { marker, hasStdin: false }),
      `env LC_ALL=C /bin/sh -c 'printf '\\''%s %s\\n'\\'' "$0" "$$" >&2; exec "$@" </dev/null' M uname -m`,
    );
  });

  it("of a command with input must leave its input", () => {
    assert.equal(
      commandLine(["cat"], { marker, hasStdin: true }),
      `env LC_ALL=C /bin/sh -c 'printf '\\''%s %s\\n'\\'' "$0" "$$" >&2; exec "$@"' M cat`,
    );
  });

  it("of a script by sudo without a password must never wait for one", () => {
    assert.equal(
      commandLine(shell("id && id"), { marker, hasStdin: true, sudo: { hasPassword: false } }),
      `env LC_ALL=C sudo -n -- /bin/sh -c 'printf '\\''%s %s\\n'\\'' "$0" "$$" >&2; exec "$@"' M /bin/sh -c 'id && id'`,
    );
  });

  it("of a command by sudo with a password must ignore a ticket and ask by the marker", () => {
    assert.equal(
      commandLine(["id"], { marker, hasStdin: true, sudo: { hasPassword: true } }),
      `env LC_ALL=C sudo -k -S -p 'M?' -- /bin/sh -c 'printf '\\''%s %s\\n'\\'' "$0" "$$" >&2; exec "$@"' M id`,
    );
  });

  it("of an upload must set owner and mode before the content, and rename after it is on disk", () => {
    assert.equal(
      uploadScript("/etc/my app/daemon.json", 12, { mode: 0o644, owner: "root:root" }).script,
      [
        `set -e`,
        `umask 077`,
        `new=$(mktemp '/etc/my app/.moorage-XXXXXXXX')`,
        `trap 'rm -f -- "$new"' EXIT`,
        `trap 'exit 143' HUP INT TERM`,
        `exec 3>"$new"`,
        `chown root:root "$new"`,
        `chmod 0644 "$new"`,
        `cat >&3`,
        `[ "$(wc -c <"$new")" -eq 12 ] || { echo "the content was cut short" >&2; exit 1; }`,
        `sync "$new"`,
        `mv -f -- "$new" '/etc/my app/daemon.json'`,
        `sync '/etc/my app'`,
      ].join("\n"),
    );
  });

  it("an upload to a relative path must be refused", () => {
    assert.throws(() => uploadScript("daemon.json", 1, { mode: 0o644 }), RangeError);
  });
});
