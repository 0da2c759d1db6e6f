// Makes the pictures of the main pages that the guides show: `npm run pictures` writes them to docs/images,
// and with names behind it (`npm run pictures -- web-measure`) those alone.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Actor } from "./actor.mjs";
import { closed } from "./chromium.mjs";
import { served } from "./clew.mjs";
import { answer } from "./form.mjs";
import { workbook } from "./workbook.mjs";

const TO = process.env.CLEW_PICTURES ?? fileURLToPath(new URL("../../../docs/images", import.meta.url));
const PLAN = "resource-plan-2019-20";
const MANAGEMENT = "management-plan-2021-22";
const RETURN = "/measures/SPCC14/return/2021-22";

/**
 * Name, who looks, address or the way there, and how: width, height and colours when they are not 1280 by 900, light;
 * `at` is what the picture begins with.
 */
const PICTURES = [
  ["web-sign-in", null, "/sign-in", { height: 500 }],
  ["web-performance", "director", `/performance?plan=${PLAN}`, { height: 1350 }],
  ["web-performance-dark", "director", `/performance?plan=${PLAN}`, { colours: "dark" }],
  ["web-performance-phone", "director", `/performance?plan=${PLAN}`, { width: 375, height: 1200 }],
  ["web-scorecard", "director", `/performance/scorecard?plan=${PLAN}`, { from: 12 }],
  ["web-measure", "director", "/measures/M16", { height: 1280 }],
  ["web-measure-phone", "director", "/measures/M16", { width: 375, height: 1200 }],
  ["web-my-work", "community-care-manager", "/my-work", {}],
  ["web-return", "community-care-manager", RETURN, { height: 1400, typed: true }],
  ["web-return-phone", "community-care-manager", RETURN, { width: 375, height: 1500, typed: true }],
  ["web-cycle", "performance-officer", `/cycles/${MANAGEMENT}/2021-22`, { height: 1200 }],
  ["web-thread", "director", `/plans/${PLAN}`, { height: 1100 }],
  ["web-thread-picture", "director", `/plans/${PLAN}/picture`, { height: 1100 }],
  ["web-timeline", "director", `/actions/timeline?plan=${MANAGEMENT}`, { height: 1000 }],
  ["web-heat-map", "director", "/risks/heat-map", { height: 1000 }],
  ["web-coverage", "quality-officer", "/improvement/coverage", {}],
  ["web-report", "director", `/reports/preview?kind=quarterly-progress&plan=${PLAN}`, { height: 1200 }],
  ["web-checks", "performance-officer", "/checks", {}],
  ["web-explore", "quality-officer", "/explore/ASP-CONCLUDED-7WD?every=year&years=3&as-at-day=31&as-at-month=3&as-at-year=2023&by=locality", { height: 2000 }],
  ["web-computed-figure", "quality-officer", "/measures/SYN2/figures/2022-23", { height: 1100 }],
  ["web-return-counted", "performance-officer", "/measures/SYN5/return/2022-23", { height: 1250 }],
  ["web-practice", "social-worker", "/practice", {}],
  ["web-practice-senior", "senior-social-worker", "/practice", {}],
  ["web-practice-person", "social-worker", adult, { height: 1300 }],
  ["web-practice-form", "social-worker", inquiry, { height: 1500 }],
  ["web-practice-chronology", "guardianship-officer", underGuardianship, { height: 1000, at: "Chronology" }],
];

const HEADINGS = ["Measure", "Period", "Numerator", "Denominator", "Value"];
const ROWS = [
  ["SPCC005_9b.1a", "2021-22", 91, 100, ""],
  ["SPCC007_9b.1a", "2021-22", "", "", 64],
  ["SPCC017", "2021-22", "", "", 88],
  ["SPCC002_6b.3", "2021-22", "", "", 92],
];
const RISKS = [
  ["CCOP001", "4 Likely", "3 Significant"],
  ["CCOP002", "3 Possible", "4 Major"],
  ["CF001", "2 Unlikely", "4 Major"],
  ["SP011", "3 Possible", "2 Moderate"],
];

/** A round under way, so that there is something to see. */
async function story(come) {
  const owner = await come("community-care-manager");
  await owner.goTo("/returns/import");
  await owner.upload("The workbook", workbook("returns.xlsx", "Figures", [HEADINGS, ...ROWS]));
  await owner.press("Look it through");
  for (const box of await owner.page.locator("#rows input[type=checkbox]").all()) {
    await owner.tickAt(box);
  }
  await owner.press(`Return ${ROWS.length} figures`);
  const approver = await come("head-of-service");
  await approver.goTo("/my-work");
  await approver.tick(/SPCC017/);
  await approver.fill("Why it is sent back", "Is this the survey of the spring, or that of the year before?");
  await approver.press("Send back");
  await approver.tick(/SPCC005_9b\.1a/);
  await approver.press("Sign off");
  const officer = await come("performance-officer");
  for (const [risk, likelihood, impact] of RISKS) {
    await officer.goTo(`/risks/${risk}/review`);
    await officer.choose("Likelihood now", likelihood);
    await officer.choose("Impact now", impact);
    await officer.fill("What was found", "Looked at with the services in June.");
    await officer.fillDay("The day of the review", "10", "6", "2026");
    await officer.press("Record the review");
    await officer.sees("The review is in the register.");
  }
  for (const [action, month] of [["11", "9"], ["12", "12"]]) {
    await officer.goTo(`/actions/${MANAGEMENT}/${action}/extend`);
    await officer.fillDay("When it should be done instead", "30", month, "2026");
    await officer.fill("Why", "The supplier delivers in August.");
    await officer.press("Extend");
  }
}

/** An invented person, of whom a referral is recorded. */
async function adult(worker) {
  await worker.goTo("/practice/people");
  await worker.fill("Name", "ada invented");
  await worker.press("Find");
  await worker.follow("Ada Invented");
}

/** The referral that begins a case. */
async function referred(worker) {
  await adult(worker);
  await worker.follow("Record something");
  await worker.choose("What begins", "Adult support and protection: Adult protection referral");
  await worker.press("Begin");
  await worker.fillDay("Received on", "8", "6", "2026");
  await worker.choose("Who told us", "Police");
  await worker.fill("What is the concern", "A neighbour takes money from her purse.");
  await worker.tick("Financial or material");
  await worker.choose("Principal type of harm", "Financial or material");
  await worker.choose("Where it happened", "The adult's own home");
  await answer(worker, "Is the adult in immediate danger?", "No");
  await answer(worker, "May a crime have been committed?", "No");
  await answer(worker, "Does the adult know of the referral?", "Yes");
  await answer(worker, "Adult protection work already under way", "None");
  await answer(worker, "Decision", "Inquiry");
  await worker.fillDay("Decided on", "8", "6", "2026");
  await worker.fill("Why", "Money goes missing each week.");
  await worker.press("Complete the record");
  await worker.sees("The record is completed.");
}

/** The inquiry that follows, half filled. */
async function inquiry(worker) {
  await adult(worker);
  await worker.follow("Record something");
  await worker.press("Adult protection inquiry");
  await worker.fillDay("Begun on", "9", "6", "2026");
  await worker.choose("Who leads the inquiry", "Social worker, Adults, north");
  await answer(worker, "Was the adult seen?", "Yes");
  await worker.fillDay("First seen on", "10", "6", "2026");
  await worker.fill("What the adult says and wants", "I want my purse left alone.");
}

/** Somebody of the synthetic council under guardianship. */
async function underGuardianship(officer) {
  const reader = await come("quality-officer");
  await reader.goTo("/measures/SYN6/figures/2022-23");
  await reader.follow("The records behind it");
  const met = reader.page.locator("tbody tr", { hasText: "Met" }).first();
  const person = await met.getByRole("link").nth(1).innerText();
  await officer.goTo(`/practice/people/${person}`);
}

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
  await (typeof address === "string" ? actor.goTo(address) : address(actor));
  if (how.typed) {
    await typed(actor);
  }
  // From a row of a long table on, where the first have little to show.
  await page.evaluate(({ from, at }) => {
    document.activeElement?.blur();
    const heading = at && [...document.querySelectorAll("h2")].find((it) => it.textContent === at);
    const to = heading || (from && document.querySelectorAll("main tbody tr")[from]);
    scrollTo(0, to ? to.getBoundingClientRect().top - 60 : 0);
  }, how);
  await page.screenshot({ path: join(TO, `${name}.png`), animations: "disabled", caret: "hide" });
  console.log(`${name}.png`);
}

mkdirSync(TO, { recursive: true });
const server = await served();
const wanted = process.argv.slice(2);
const people = new Map();
const come = async (account) => {
  if (!people.has(account)) {
    const actor = await Actor.at(server.address, "with script");
    people.set(account, actor);
    if (account) {
      await actor.signIn(account);
    }
  }
  return people.get(account);
};
try {
  await story(come);
  await referred(await come("social-worker"));
  for (const one of PICTURES.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    await picture(await come(one[1]), one);
  }
} finally {
  await server.stop();
  await closed();
}
