import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A headless Chromium; undefined where there is none, which is told. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = [process.env["MOORAGE_TEST_CHROMIUM"] ?? "", ...places].find(existsSync);
  if (executablePath === undefined) {
    process.stderr.write("no Chromium here, so that pages are not looked at: apt-get install chromium\n");
    return undefined;
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
