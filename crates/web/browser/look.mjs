// Looks a page over once: its HTML is valid, axe-core finds nothing in any width, light or dark, and
// nothing makes a narrow page scroll sideways.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate, FileSystemConfigLoader } from "html-validate";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 768, 1280, 1920];
// Structure and size do not change with the colours, so that only rules of colours are asked for again.
const RULES = { light: null, dark: ["color-contrast", "link-in-text-block"] };

const validator = new HtmlValidate(new FileSystemConfigLoader());
const looked = new Set();
const faults = [];

/** What was found on every page so far. */
export const found = () => faults;

/**
 * Looks the present page over, unless a page of this name was looked over already. What is wrong is
 * noted and told at the end, so that one fault does not hide the others.
 */
export async function look(actor, name) {
  if (actor.way !== "with script" || looked.has(name)) {
    return;
  }
  looked.add(name);
  const { page } = actor;
  const wrong = [...(await invalid(actor)), ...(await sideways(page)), ...(await barriers(page))];
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  faults.push(...wrong.map((fault) => `${name} (${new URL(page.url()).pathname}): ${fault}`));
}

/** What is not valid in the HTML as the server sent it. */
async function invalid(actor) {
  const html = await actor.arrived.text();
  const report = await validator.validateString(html, new URL("page.html", import.meta.url).pathname);
  const messages = report.results.flatMap((result) => result.messages);
  return messages.map((it) => `HTML ${it.ruleId}, line ${it.line} column ${it.column}: ${it.message} ${html.split("\n")[it.line - 1].slice(Math.max(it.column - 60, 0), it.column + 60)}`);
}

async function sideways(page) {
  await page.setViewportSize({ width: 320, height: 900 });
  const [whole, seen] = await page.evaluate(() => {
    const root = document.documentElement;
    return [root.scrollWidth, root.clientWidth];
  });
  if (whole <= seen) {
    return [];
  }
  const widest = await page.evaluate((width) => {
    const wide = [...document.querySelectorAll("main *")].filter((it) => it.getBoundingClientRect().right > width);
    return wide.slice(0, 5).map((it) => it.outerHTML.slice(0, 120));
  }, seen);
  return [`scrolls sideways: ${whole} in ${seen}: ${widest.join("\n")}`];
}

/** What axe-core finds, once for each rule and place, with where it shows. */
async function barriers(page) {
  const shown = new Map();
  await page.evaluate(AXE);
  for (const [scheme, rules] of Object.entries(RULES)) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const begun = Date.now();
      const violations = await page.evaluate(async (rules) => {
        const { violations } = await axe.run(document, { resultTypes: ["violations"], runOnly: rules ?? undefined });
        return violations.map(({ id, help, nodes }) => ({
          rule: `${id}: ${help}`,
          places: nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)} ${node.failureSummary.split("\n").slice(1).join(" ").slice(0, 240)}`),
        }));
      }, rules);
      if (process.env.CLEW_BROWSER_TIMES) {
        console.log(`axe ${scheme} ${width} ${page.url()} ${Date.now() - begun} ms`);
      }
      for (const { rule, places } of violations) {
        for (const place of places) {
          const what = `axe ${rule}: ${place}`;
          shown.set(what, [...(shown.get(what) ?? []), `${width} ${scheme}`]);
        }
      }
    }
  }
  return [...shown].map(([what, where]) => `${what} (at ${where.join(", ")})`);
}
