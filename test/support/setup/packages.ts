import { existsSync } from "node:fs";
import { announce } from "./announce";
import { findProgram, run } from "./command";

/** A Debian package and the program by which its presence is recognised. */
export interface Need {
  readonly program: string;
  readonly package: string;
}

const INSTALL_ENVIRONMENT = { DEBIAN_FRONTEND: "noninteractive" };
let indexIsFresh = false;

/** True where this process may install Debian packages. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && existsSync("/etc/debian_version");
}

/** Installs what is missing, or says what to install by hand where this process may not. */
export async function ensurePackages(needs: readonly Need[]): Promise<void> {
  const missing = needs.filter((need) => findProgram(need.program) === undefined);
  if (missing.length === 0) return;
  const names = [...new Set(missing.map((need) => need.package))];
  if (!canInstallPackages()) {
    const programs = missing.map((need) => need.program).join(", ");
    throw new Error(
      `These programs are needed and not on PATH: ${programs}. They are not installed for you, because this is ` +
        `not root on Debian. On Debian they are in the packages ${names.join(", ")}.`,
    );
  }
  announce(`installing Debian packages: ${names.join(", ")}`);
  if (!indexIsFresh) {
    await run(["apt-get", "update", "-qq"], { env: INSTALL_ENVIRONMENT });
    indexIsFresh = true;
  }
  await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...names], {
    env: INSTALL_ENVIRONMENT,
  });
}
