// The browser: Debian's Chromium, or the one that CLEW_CHROMIUM names.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser = null;

/** A browser that is kept until the process ends. */
export async function opened() {
  if (!browser) {
    const executablePath = process.env.CLEW_CHROMIUM ?? PLACES.find((place) => existsSync(place));
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  }
  return browser;
}

/** Closes it. */
export async function closed() {
  await browser?.close();
  browser = null;
}
