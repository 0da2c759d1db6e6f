// Practice: adult protection from a referral to a closed plan, with a senior's authorisation; a case handed over; a
// session lost in the middle of a form.

import assert from "node:assert/strict";
import { PASSWORD } from "../clew.mjs";
import { answer } from "../form.mjs";
import { journeys } from "../journey.mjs";
import { look } from "../look.mjs";
import { pagesOf } from "../pdf.mjs";

const PERSON = "Invented Journeyperson";
const REFERRAL = "Adult protection referral";
const INQUIRY = "Adult protection inquiry";
const CONCERN = "A neighbour takes money from their purse.";
const GOES_ON = "Test met: adult protection goes on";

async function openPerson(worker) {
  await worker.goTo("/practice/people");
  await worker.fill("Name", "journeyperson");
  await worker.press("Find");
  await worker.follow(PERSON);
}

/** Ends the session as time does: the browser goes on showing what it has, and what it knows no longer counts. */
async function endSession(worker) {
  const context = worker.page.context();
  const cookies = await context.cookies();
  const other = await context.newPage();
  await other.goto("/account");
  await other.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await other.getByText("You are signed out.").waitFor();
  await other.close();
  await context.addCookies(cookies);
}

/** Begins what opens a case. */
async function begin(worker, what) {
  await openPerson(worker);
  await worker.follow("Record something");
  await worker.choose("What begins", what);
  await worker.press("Begin");
}

/** Begins what comes next in a case. */
async function goOn(worker, what) {
  await openPerson(worker);
  await worker.follow("Record something");
  await worker.press(what);
}

/** Completes a form; without script it comes back once with what the answers ask for. */
async function complete(worker, more = async () => {}) {
  if (!worker.hasScript) {
    await worker.press("Complete the record");
    await worker.sees("There is a problem");
  }
  await more();
  await worker.press("Complete the record");
  await worker.sees("The record is completed.");
}

/** A referral; what depends on its answers is not asked for yet. */
async function referral(worker) {
  await worker.fillDay("Received on", "1", "6", "2026");
  await worker.choose("Who told us", "Police");
  await worker.fill("What is the concern", CONCERN);
  await worker.tick("Financial or material");
  await worker.choose("Principal type of harm", "Financial or material");
  await worker.choose("Where it happened", "The adult's own home");
  await answer(worker, "Is the adult in immediate danger?", "No");
  await answer(worker, "May a crime have been committed?", "No");
  await answer(worker, "Does the adult know of the referral?", "Yes");
  await answer(worker, "Adult protection work already under way", "None");
  await answer(worker, "Decision", "Inquiry");
  await worker.fillDay("Decided on", "1", "6", "2026");
}

/** What waits to be authorised of the person: the team has more that waits. */
function rowOf(senior) {
  return senior.page.getByRole("table", { name: "To authorise" }).getByRole("row", { name: new RegExp(PERSON) });
}

async function authorise(senior, what) {
  await senior.goTo("/practice");
  await senior.follow(new RegExp(`^${what} R`), rowOf(senior));
  await senior.press("Authorise this record");
  await senior.sees("The record is authorised.");
}

journeys("Practice", {
  "a person is looked for, and added": async ({ come }) => {
    const worker = await come("social-worker");
    await worker.goTo("/practice");
    await look(worker, "practice-home-empty");
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
    await look(worker, "practice-person-looked-for");
    await worker.press("Add this person");
    await worker.sees("The person is added.");
    await worker.sees("Two dogs");
    await look(worker, "practice-person-new-there");
  },
  "a session lost in the middle of a referral loses nothing of it": async ({ come }) => {
    const worker = await come("social-worker");
    await begin(worker, `Adult support and protection: ${REFERRAL}`);
    await look(worker, "practice-draft");
    await referral(worker);
    await answer(worker, "Is the adult in immediate danger?", "Yes");
    if (worker.hasScript) {
      await worker.sees("What was done at once");
    } else {
      await worker.press("Complete the record");
      await worker.sees("There is a problem");
    }
    await worker.fill("What was done at once", "The bank was rung.");
    await endSession(worker);
    await worker.press("Save draft");
    await worker.fill("Account or e-mail address", "social-worker");
    await worker.fill("Password", PASSWORD);
    await worker.press("Sign in");
    assert.equal(await worker.heading(), "What you sent was kept");
    await worker.sees("The bank was rung.");
    await worker.press("Send it now");
    await worker.sees("The draft is saved. Only you can see it.");
    assert.equal(await worker.page.getByLabel("What is the concern").inputValue(), CONCERN);
    assert.equal(await worker.page.getByLabel("What was done at once").inputValue(), "The bank was rung.");
    await look(worker, "practice-draft-filled");
    await worker.goTo("/practice");
    await worker.follow(REFERRAL);
    await worker.press("Complete the record");
    await worker.sees("The record is completed.");
    await look(worker, "practice-record");
  },
  "a senior sends the referral back, and authorises it once it is corrected": async ({ come }) => {
    const senior = await come("senior-social-worker");
    await senior.goTo("/practice");
    await look(senior, "practice-home-senior");
    await senior.follow(new RegExp(`^${REFERRAL} R`), rowOf(senior));
    await senior.press("Authorise this record");
    await senior.sees("“Why” is needed to authorise this. Send it back, or correct it");
    await look(senior, "practice-not-to-authorise");
    await senior.fill("Why it is sent back", "Say why there is to be an inquiry.");
    await senior.press("Send it back");
    await senior.sees("The record is sent back, with your reason.");
    const worker = await come("social-worker");
    await openPerson(worker);
    await worker.follow(new RegExp(`^${REFERRAL} R`), worker.page.getByRole("table", { name: "All records" }));
    await worker.sees("Say why there is to be an inquiry.");
    await worker.press("Correct this record");
    await worker.fill("Why", "Their money goes missing each week.");
    await worker.fill("Why it is corrected", "The reason was missing.");
    await look(worker, "practice-correction");
    await worker.press("Correct the record");
    await worker.sees("The record is corrected. The earlier version stays.");
    await look(worker, "practice-record-corrected");
    await authorise(senior, REFERRAL);
    await look(senior, "practice-record-authorised");
  },
  "an inquiry with its three limbs leads to a conference and a plan": async ({ come }) => {
    const worker = await come("social-worker");
    const senior = await come("senior-social-worker");
    await openPerson(worker);
    await look(worker, "practice-person");
    await worker.follow("Record something");
    await look(worker, "practice-next");
    await worker.press(INQUIRY);
    await worker.fillDay("Begun on", "2", "6", "2026");
    await worker.choose("Who leads the inquiry", "Social worker, Adults, north");
    await worker.choose("Client group", "Dementia");
    await worker.choose("Principal type of harm", "Financial or material");
    await answer(worker, "Was the adult seen?", "Yes");
    await worker.fill("What the adult says and wants", "I want my purse left alone.");
    await answer(worker, "1. Is the adult unable to safeguard their own well-being, property, rights or other interests?", "Met");
    await worker.fill("Evidence for the first limb", "They forget who came.");
    await answer(worker, "2. Is the adult at risk of harm?", "Met");
    await worker.fill("Evidence for the second limb", "Money went on four days.");
    await answer(worker, "3. Are they more vulnerable to harm because of disability, mental disorder, illness or infirmity?", "Met");
    await worker.fill("Evidence for the third limb", "The illness hides the loss from them.");
    await answer(worker, "Is the three-point test met?", "Met");
    await worker.fill("How that was decided", "All three limbs are met.");
    await answer(worker, "Were powers under sections 7 to 10 used?", "No");
    await answer(worker, "Is there doubt about the adult's capacity for a decision that matters here?", "No");
    await answer(worker, "Does the adult need a risk assessment?", "No");
    await answer(worker, "Is a case conference needed?", "Yes");
    await worker.fill("Why, or why not", "Three agencies know something.");
    await worker.fillDay("Concluded on", "4", "6", "2026");
    await answer(worker, "Outcome", GOES_ON);
    await complete(worker, async () => {
      await worker.fillDay("First seen on", "3", "6", "2026");
      await worker.tick("Mental disorder");
      await look(worker, "practice-inquiry");
    });
    await authorise(senior, INQUIRY);
    await goOn(senior, "Initial case conference");
    await senior.fillDay("Called on", "4", "6", "2026");
    await senior.fillDay("Set for", "8", "6", "2026");
    await senior.fillDay("Held on", "8", "6", "2026");
    await senior.choose("Chair", "Senior social worker, Adults, north");
    await answer(senior, "Were the police invited?", "Yes");
    await answer(senior, "Was health invited?", "Yes");
    await answer(senior, "Was the adult invited?", "Yes");
    await answer(senior, "How the adult took part", "Attended");
    await answer(senior, "Did the conference have a risk assessment?", "No");
    await answer(senior, "Did it have a chronology?", "Yes");
    await senior.fill("What was discussed", "Who has a key.");
    await answer(senior, "Decision", "Adult at risk: a protection plan is made or goes on");
    await senior.fill("Why", "The harm goes on.");
    await complete(senior, () => senior.fillDay("Review conference by", "8", "9", "2026"));
  },
  "a plan is authorised, ended, and closes the case": async ({ come }) => {
    const worker = await come("social-worker");
    const senior = await come("senior-social-worker");
    await goOn(worker, "Adult protection plan");
    await worker.fillDay("Agreed on", "9", "6", "2026");
    await worker.choose("Lead worker", "Social worker, Adults, north");
    await worker.fill("Risks that it answers", "Money is taken.");
    await worker.fill("What the adult thinks of it", "They agree.");
    await worker.fill("If it does not work", "Police are told.");
    await worker.fillDay("Review conference by", "8", "9", "2026");
    await worker.press("Complete the record");
    await worker.sees("The record is completed.");
    await authorise(senior, "Adult protection plan");
    await goOn(worker, "End of adult protection");
    await worker.fillDay("Ended on", "11", "6", "2026");
    await answer(worker, "Why", "The risk is managed in another way");
    await answer(worker, "What was done about whoever caused harm", "Police");
    await worker.fill("Support from now on", "A key safe.");
    await worker.fill("What was learned", "Ask about keys at once.");
    await worker.press("Complete the record");
    await worker.sees("The record is completed.");
    await authorise(senior, "End of adult protection");
    await openPerson(worker);
    await worker.sees("Closed on 11 June 2026");
    await look(worker, "practice-person-closed");
    await worker.goTo("/practice");
    const held = worker.page.getByRole("table", { name: "My cases", exact: true });
    assert.equal(await held.getByText(PERSON).count(), 0, "a closed case is held by nobody");
  },
  "a chronology is taken to a conference without what was left out of it": async ({ come }) => {
    const worker = await come("social-worker");
    await openPerson(worker);
    const inquiry = worker.page.getByRole("heading", { name: new RegExp(INQUIRY) });
    await worker.follow(/^Leave out/, worker.page.locator(".clew-chronology > li", { has: inquiry }));
    await look(worker, "practice-chronology-choice");
    await worker.press("Save");
    await worker.sees("There is a problem");
    await worker.pick(/^Leave it out$/);
    await worker.fill("Why", "The police ask us to wait.");
    await worker.press("Save");
    await worker.sees("The chronology is changed.");
    await look(worker, "practice-chronology");
    const files = worker.page.getByRole("navigation", { name: "Download the chronology" });
    const bytes = await worker.download(/^PDF/, files);
    assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    const pages = pagesOf(bytes);
    for (const page of pages) {
      assert.match(page, /OFFICIAL-SENSITIVE: PERSONAL DATA/);
    }
    const text = pages.join(" ");
    for (const told of [PERSON, "Made by Social worker, Adults, north", REFERRAL, CONCERN, "1 record is left out: “The police ask us to wait.”"]) {
      assert.ok(text.includes(told), `${told} is in ${text}`);
    }
    assert.ok(!text.includes("The illness hides the loss from them."), "what was left out is not told");
    const word = await worker.download(/^Word/, files);
    assert.equal(word.subarray(0, 2).toString(), "PK");
    const senior = await come("senior-social-worker");
    await openPerson(senior);
    await senior.follow("Who has looked");
    await senior.sees("Chronology taken away");
    await look(senior, "practice-looks");
  },
  "a case is refused, offered again and accepted": async ({ come }) => {
    const worker = await come("social-worker");
    const receiver = await come("justice-social-worker");
    await begin(worker, `Adult support and protection: ${REFERRAL}`);
    await referral(worker);
    await worker.press("Complete the record");
    await worker.sees("The record is completed.");
    for (const [reason, what] of [["They are on an order with you.", "Refuse the case"], ["Their order begins on Monday.", "Accept the case"]]) {
      await openPerson(worker);
      await worker.follow(/^Hand over/);
      await look(worker, "practice-hand-over");
      await worker.choose("The team that is to receive it", "Justice, north");
      await worker.fill("What they should know", reason);
      await worker.press("Offer the case");
      await worker.sees("The case is offered to the other team.");
      await receiver.goTo("/practice");
      await receiver.sees(reason);
      await look(receiver, "practice-home-offered");
      await receiver.follow(/^Case R/);
      await look(receiver, "practice-offered");
      if (what === "Refuse the case") {
        await receiver.press(what);
        await receiver.sees("There is a problem");
        await receiver.fill("Why you refuse it", "The order is not made yet.");
      }
      await receiver.press(what);
    }
    await receiver.sees("The case is accepted. You hold it now.");
    await receiver.follow(PERSON);
    await receiver.sees("The order is not made yet.");
    await look(receiver, "practice-person-handed-over");
    await worker.goTo("/practice");
    await look(worker, "practice-home");
  },
});
