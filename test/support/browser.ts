import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { canInstallPackages, ensurePackages } from "./setup/packages";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A headless Chromium, installed first where that can be done; undefined where there is none, which is told. */
export async function openBrowser(): Promise<Browser | undefined> {
  const found = (): string | undefined =>
    [process.env["MOORAGE_TEST_CHROMIUM"] ?? "", ...places].find(existsSync);
  if (found() === undefined && canInstallPackages()) {
    await ensurePackages([{ program: "chromium", package: "chromium" }]);
  }
  const executablePath = found();
  if (executablePath === undefined) {
    process.stderr.write("no Chromium here, so that pages are not looked at: apt-get install chromium\n");
    return undefined;
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
