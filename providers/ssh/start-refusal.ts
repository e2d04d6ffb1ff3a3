import { SudoError } from "./command-error";
import { NoShellError } from "./errors";

const PASSWORD_PROPERTY = "connection.sudoPassword";

export function wrongSudoPassword(user: string, host: string): SudoError {
  const message = `sudo on ${host} does not accept the password of ${user}: correct sudoPassword`;
  return new SudoError("wrong-password", message, PASSWORD_PROPERTY);
}

export function noSudoAnswer(host: string, seconds: number): SudoError {
  return new SudoError(
    "no-answer",
    `sudo on ${host} neither ran the command nor asked for a password within ${seconds} s; ` +
      `it may wait for a second factor, which cannot be given here`,
  );
}

/** Why sudo ended without running the command, from its own words in the C locale. */
export function sudoRefusal(user: string, host: string, said: string): SudoError {
  if (/incorrect password|try again|no password was provided/i.test(said))
    return wrongSudoPassword(user, host);
  if (/sudo.*(not found|No such file)/.test(said)) {
    return new SudoError("not-installed", `there is no sudo on ${host}: install it, or log in as root`);
  }
  if (/not in the sudoers|not allowed to|may not run sudo/i.test(said)) {
    return new SudoError(
      "not-permitted",
      `${user} may not use sudo on ${host}: add the user to the sudoers (group sudo on Debian), or log in as root`,
    );
  }
  if (/password is required|terminal is required|authentication is required/i.test(said)) {
    return new SudoError(
      "password-needed",
      `sudo on ${host} wants a password of ${user}: set sudoPassword, or allow the user NOPASSWD in the sudoers`,
      PASSWORD_PROPERTY,
    );
  }
  return new SudoError("other", `sudo on ${host} did not run the command for ${user}${lastWords(said)}`);
}

/** Why the login shell ended without running the command. */
export function shellRefusal(user: string, host: string, said: string): NoShellError {
  return new NoShellError(
    `${host} lets ${user} in but runs no commands${lastWords(said)}. ` +
      `The user needs a login shell, and sshd must not force a command on it`,
  );
}

export function noShellAnswer(user: string, host: string, seconds: number): NoShellError {
  return new NoShellError(`${host} lets ${user} in but has started no command within ${seconds} s`);
}

function lastWords(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? "" : `: ${lines.slice(-3).join("; ")}`;
}
