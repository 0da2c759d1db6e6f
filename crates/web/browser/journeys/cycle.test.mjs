// A reporting round, from a red figure to what the committee was shown of it.

import assert from "node:assert/strict";
import { journeys } from "../journey.mjs";
import { look } from "../look.mjs";

const MEASURE = "Occupational therapy assessments allocated in six weeks";
const BOARD = "/cycles/management-plan-2021-22/2021-22";
const TAKE = /SPCC014_6b\.5/;

/** Fills the counts of the figure and says what is to be said of it. */
async function explained(owner, [met, of]) {
  await owner.fill("How many met", met);
  await owner.fill("Of how many", of);
  await owner.fill("Why it is so", "Two therapists left in the spring, and their posts stood empty until August.");
  await owner.fill("What is being done", "Both posts are filled, and a Saturday clinic works through who has waited longest.");
  await owner.fillDay("By when", "30", "9", "2026");
}

/** Confirms whatever is asked about the figure, and sends it again until nothing is asked. */
async function returned(owner) {
  await owner.press("Return the figure");
  const asked = owner.page.locator("input[type=checkbox][name^=answer-]");
  if (await owner.page.locator(".govuk-error-summary").count()) {
    await look(owner, "return-asked");
    for (const id of await asked.evaluateAll((boxes) => boxes.map((box) => box.id))) {
      if (id !== "answer-without-words") {
        await owner.tickAt(owner.page.locator(`#${id}`));
      }
    }
    await owner.press("Return the figure");
  }
  await owner.sees("The figure is returned.");
}

journeys("The cycle", {
  "an owner returns a red figure and has to say why": async ({ come }) => {
    const owner = await come("community-care-manager");
    await owner.goTo("/my-work");
    await look(owner, "my-work");
    await owner.follow(MEASURE);
    await look(owner, "return-empty");
    await owner.fill("How many met", "31");
    await owner.fill("Of how many", "62");
    if (owner.hasScript) {
      await owner.sees("Red", owner.page.getByRole("region", { name: "How it would stand" }));
    }
    await owner.press("Return the figure");
    await owner.sees("There is a problem");
    await owner.sees("Say why it is so");
    await look(owner, "return-without-words");
    await explained(owner, ["31", "62"]);
    await look(owner, "return-filled");
    await returned(owner);
    assert.equal(await owner.page.getByRole("link", { name: MEASURE }).count(), 0, "it is still listed as due");
  },
  "whoever signs off sends it back, and its owner learns why": async ({ come }) => {
    const approver = await come("head-of-service");
    await approver.goTo("/my-work");
    await look(approver, "my-work-waiting");
    await approver.tick(TAKE);
    await approver.press("Send back");
    await approver.sees("Say why it is sent back");
    await look(approver, "sent-back-without-reason");
    await approver.fill("Why it is sent back", "The month of March is missing from the counts.");
    await approver.press("Send back");
    await approver.sees("The returns are sent back to their owners, with your reason.");

    const owner = await come("community-care-manager");
    await owner.goTo("/my-work");
    await owner.sees("The month of March is missing from the counts.");
    await owner.follow(MEASURE);
    await owner.sees("It was sent back.");
    await look(owner, "return-sent-back");
    await explained(owner, ["35", "70"]);
    await returned(owner);
  },
  "it is signed off": async ({ come }) => {
    const approver = await come("head-of-service");
    await approver.goTo(BOARD);
    await look(approver, "cycle-board");
    await approver.tick(TAKE);
    await approver.press("Sign off");
    await approver.sees("The returns are signed off.");
    await approver.goTo("/measures/SPCC14/figures/2021-22");
    await approver.sees("50%");
    await look(approver, "figure-story");
  },
  "the report is frozen for a meeting": async ({ come }) => {
    const officer = await come("performance-officer");
    await officer.goTo("/reports");
    await look(officer, "reports");
    await officer.follow("Freeze for a meeting");
    await look(officer, "freeze-form");
    await officer.press("Freeze");
    await officer.sees("There is a problem");
    await look(officer, "freeze-refused");
    await officer.tick("Quarterly progress report");
    await officer.fill("Another forum", "Scrutiny Panel of the Whole");
    await officer.fillDate(officer.page.getByLabel("Meets on", { exact: true }), "2026-06-24");
    await officer.fill("Why it is frozen although the checks find errors", "The panel knows of them and has asked to see them.");
    await officer.fill("Why it is frozen although returns are not settled", "The panel meets before the round ends.");
    await officer.press("Freeze");
    await officer.sees("It is frozen. What was shown stays as it is.");
    await look(officer, "freezes");
  },
  "a viewer takes the frozen report away as PDF": async ({ come }) => {
    const director = await come("director");
    await director.goTo("/freezes");
    await director.follow(/^Scrutiny Panel of the Whole/);
    await look(director, "freeze");
    await director.follow("Quarterly progress report");
    await look(director, "frozen-report");
    const bytes = await director.download(/^PDF/);
    assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    assert.ok(bytes.length > 50_000, `${bytes.length} bytes`);
  },
});
