// Makes the pictures of the main pages that the guides show: `npm run pictures` writes them to docs/images.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Actor } from "./actor.mjs";
import { closed } from "./chromium.mjs";
import { served } from "./clew.mjs";

const TO = process.env.CLEW_PICTURES ?? fileURLToPath(new URL("../../../docs/images", import.meta.url));
const PLAN = "resource-plan-2019-20";
const MANAGEMENT = "management-plan-2021-22";
const RETURN = "/measures/SPCC14/return/2021-22";

/** Name, who looks, address, and how: width, height and colours when they are not 1280 by 900, light. */
const PICTURES = [
  ["performance", "director", `/performance?plan=${PLAN}`, { height: 1100 }],
  ["performance-dark", "director", `/performance?plan=${PLAN}`, { height: 1100, colours: "dark" }],
  ["performance-phone", "director", `/performance?plan=${PLAN}`, { width: 375, height: 1200 }],
  ["scorecard", "director", `/performance/scorecard?plan=${PLAN}`, {}],
  ["measure", "director", "/measures/M16", { height: 1300 }],
  ["measure-phone", "director", "/measures/M16", { width: 375, height: 1200 }],
  ["my-work", "community-care-manager", "/my-work", {}],
  ["return-figure", "community-care-manager", RETURN, { height: 1300, typed: true }],
  ["return-figure-phone", "community-care-manager", RETURN, { width: 375, height: 1500, typed: true }],
  ["cycle-board", "performance-officer", `/cycles/${MANAGEMENT}/2021-22`, { height: 1100 }],
  ["thread", "director", `/plans/${PLAN}`, { height: 1100 }],
  ["thread-picture", "director", `/plans/${PLAN}/picture`, { height: 1100 }],
  ["actions-timeline", "director", `/actions/timeline?plan=${MANAGEMENT}`, { height: 1000 }],
  ["heat-map", "director", "/risks/heat-map", { height: 1000 }],
  ["coverage", "quality-officer", "/improvement/coverage", {}],
  ["report-preview", "director", `/reports/preview?kind=quarterly-progress&plan=${PLAN}`, { height: 1100 }],
  ["checks", "performance-officer", "/checks", {}],
  ["checks-dark", "performance-officer", "/checks", { colours: "dark" }],
];

/** Types a red figure, so that the form is seen talking. */
async function typed(actor) {
  await actor.fill("How many met", "31");
  await actor.fill("Of how many", "62");
  await actor.sees("Red", actor.page.getByRole("region", { name: "How it would stand" }));
  await actor.fill("Why it is so", "Two therapists left in the spring, and their posts stood empty until August.");
}

async function picture(actor, [name, , address, { width = 1280, height = 900, colours = "light", ...how }]) {
  const { page } = actor;
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: colours });
  await actor.goTo(address);
  if (how.typed) {
    await typed(actor);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(TO, `${name}.png`), animations: "disabled", caret: "hide" });
  console.log(`${name}.png`);
}

mkdirSync(TO, { recursive: true });
const server = await served();
const people = new Map();
try {
  const stranger = await Actor.at(server.address, "with script");
  await picture(stranger, ["sign-in", null, "/sign-in", {}]);
  for (const one of PICTURES) {
    const who = one[1];
    if (!people.has(who)) {
      const actor = await Actor.at(server.address, "with script");
      await actor.signIn(who);
      people.set(who, actor);
    }
    await picture(people.get(who), one);
  }
} finally {
  await server.stop();
  await closed();
}
