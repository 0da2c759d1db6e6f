// Practice: a referral recorded, sent back, corrected and authorised; a session lost in the middle of a form.

import { journeys } from "../journey.mjs";
import { look } from "../look.mjs";

const PERSON = "Invented Journeyperson";
const REFERRAL = "Adult protection referral";

/** Answers of a referral; what depends on them is asked by them. */
async function answered(worker) {
  await worker.fillDay("Received on", "1", "6", "2026");
  await worker.choose("Who told us", "Police");
  await worker.fill("What is the concern", "A neighbour takes money from their purse.");
  await worker.tick("Financial or material");
  await worker.choose("Principal type of harm", "Financial or material");
  await worker.choose("Where it happened", "The adult's own home");
}

async function answer(worker, legend, choice) {
  await worker.pick(choice, worker.page.getByRole("group", { name: legend, exact: true }));
}

journeys("Practice", {
  "a person is looked for, and added": async ({ come }) => {
    const worker = await come("social-worker");
    await worker.goTo("/practice");
    await look(worker, "practice-home");
    await worker.follow("Find or add a person");
    await look(worker, "practice-find");
    await worker.follow("Add a person");
    await look(worker, "practice-person-new");
    await worker.press("Look whether they are known");
    await worker.sees("There is a problem");
    await worker.fill("Name", PERSON);
    await worker.fillDay("Date of birth", "2", "2", "1944");
    await worker.fill("Warnings", "Two dogs");
    await worker.press("Look whether they are known");
    await worker.sees("Nobody like this is known to you");
    await worker.press("Add this person");
    await worker.sees("The person is added.");
    await worker.sees("Two dogs");
    await look(worker, "practice-person");
  },
  "a form asks for what an answer asks for, and loses nothing with the session": async ({ come }) => {
    const worker = await come("social-worker");
    await worker.goTo("/practice/people?name=journeyperson");
    await look(worker, "practice-found");
    await worker.follow(PERSON);
    await worker.follow("Record something");
    await look(worker, "practice-choose");
    await worker.choose("What begins", `Adult support and protection: ${REFERRAL}`);
    await worker.press("Begin");
    await look(worker, "practice-draft");
    await answered(worker);
    await answer(worker, "Is the adult in immediate danger?", "Yes");
    await answer(worker, "May a crime have been committed?", "No");
    await answer(worker, "Does the adult know of the referral?", "Yes");
    await answer(worker, "Adult protection work already under way", "None");
    await answer(worker, "Decision", "Inquiry");
    await worker.fillDay("Decided on", "1", "6", "2026");
    await worker.fill("Why", "The purse is empty each week.");
    if (worker.hasScript) {
      await worker.sees("What was done at once");
    } else {
      await worker.press("Complete the record");
      await worker.sees("There is a problem");
      await look(worker, "practice-asked");
    }
    await worker.page.context().clearCookies();
    await worker.press("Save draft");
    await worker.fill("Account or e-mail address", "social-worker");
    await worker.fill("Password", "thread through the maze");
    await worker.press("Sign in");
    await worker.goTo("/practice");
    await worker.sees(REFERRAL);
  },
});
