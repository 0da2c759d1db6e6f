// Explore: a measure worked out from records, split, supposed otherwise and walked to its records; and the figure of a
// plan that is followed to the records behind it.

import assert from "node:assert/strict";
import { journeys } from "../journey.mjs";
import { answer } from "../form.mjs";
import { look } from "../look.mjs";

const MEASURE = "Unpaid work: placements started within 7 working days";

/** The figure of a committee that counts visits to adults under guardianship. */
const VISITS = "/measures/SYN6/figures/2022-23";
const VISIT = "Supervision visit under a guardianship order";
/** How long after the day from which it counts the visit is made: within every allowance of the rule. */
const DAYS_LATER = 40;

/** A day as it is typed into a form, so many days after one as it is read. */
function dayAfter(read, days) {
  const day = new Date(`${read} UTC`);
  day.setUTCDate(day.getUTCDate() + days);
  return [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()].map(String);
}

/** Asks of the last year that the synthetic council has in full. */
async function open(reader) {
  await reader.goTo("/explore");
  await reader.fill("Words of a measure, a form or a code", "unpaid started");
  await reader.press("Find");
  await reader.follow(MEASURE);
  await reader.choose("Periods", "Financial years");
  await reader.unfold("Another day, or what if");
  await reader.fillDay("As things stood on", "31", "3", "2023");
  await reader.press("Work it out");
}

/** The row of a financial year. */
const year = (reader, label) => reader.page.locator("tbody tr", { hasText: label });

journeys("Explore", {
  "a figure is worked out from records and walked to them": async ({ come }) => {
    const reader = await come("quality-officer");
    await reader.goTo("/explore");
    await look(reader, "explore");
    await open(reader);
    await look(reader, "explore-measure");
    await reader.follow(/%/, year(reader, "2022-23"));
    await reader.sees("That you looked at them is noted.");
    await reader.sees("Missed");
    await look(reader, "explore-records");
    const first = reader.page.locator("tbody tr").first();
    await reader.follow(/ R\d+$/, first);
    assert.match(await reader.heading(), /order/i);
  },

  "by team, and what if the allowance were another": async ({ come }) => {
    const reader = await come("quality-officer");
    await open(reader);
    const before = await year(reader, "2022-23").innerText();
    await reader.choose("Split by", "Team");
    await reader.press("Work it out");
    await reader.sees("Is one part hiding behind the total?");
    await look(reader, "explore-split");
    await reader.goTo("/explore");
    await open(reader);
    await reader.fill("What if the allowance were", "soon");
    await reader.press("Work it out");
    await reader.sees("There is a problem");
    await look(reader, "explore-problem");
    await reader.fill("What if the allowance were", "1 working day");
    await reader.press("Work it out");
    await reader.sees("This shows what would be, not what is.");
    await look(reader, "explore-what-if");
    assert.notEqual(await year(reader, "2022-23").innerText(), before);
  },

  "who may not look at records is told no small number, and is led to none": async ({ come }) => {
    const reader = await come("director");
    await open(reader);
    await reader.choose("Split by", "Locality");
    await reader.press("Work it out");
    await reader.sees("not told");
    assert.equal(await reader.page.locator("tbody a").count(), 0);
  },

  "a committee's figure is followed to its records": async ({ come }) => {
    const reader = await come("quality-officer");
    await reader.goTo("/measures/SYN2/figures/2022-23");
    await reader.sees("Worked out from records");
    await look(reader, "computed-figure");
    await reader.follow("The records behind it");
    await reader.sees("That you looked at them is noted.");
  },

  "a visit that was recorded late moves a committee's figure, which is followed back to it": async ({ come }) => {
    const reader = await come("quality-officer");
    await reader.goTo(VISITS);
    await reader.seesNot("By what is recorded now it would be");
    await reader.follow("The records behind it");
    const missed = reader.page.locator("tbody tr", { hasText: "Missed" }).first();
    const order = (await missed.getByRole("link").first().innerText()).match(/R\d+/)[0];
    const person = await missed.getByRole("link").nth(1).innerText();
    const [, , from] = await missed.locator("td").allInnerTexts();
    const visited = dayAfter(from, DAYS_LATER);

    const officer = await come("guardianship-officer");
    await officer.goTo(`/practice/people/${person}`);
    await officer.follow("Record something");
    await look(officer, "practice-next-visit");
    await officer.press(VISIT);
    await officer.fillDay("Visited on", ...visited);
    await officer.tick("The adult");
    await officer.fill("How the adult is, and what they say", "Well, and glad of the garden.");
    await officer.fill("How the guardian uses the powers", "To choose the day centre.");
    await answer(officer, "Is there a concern?", "No");
    await answer(officer, "Is the order still needed, and with these powers?", "Yes");
    await officer.press("Complete the record");
    await officer.sees("The record is completed.");

    await reader.goTo(VISITS);
    await reader.sees("By what is recorded now it would be");
    await look(reader, "computed-figure-moved");
    await reader.follow("Which they are");
    await look(reader, "computed-figure-which-moved");
    const moved = reader.page.locator("tbody tr", { hasText: order });
    await reader.sees(/missed/i, moved);
    await reader.follow(order, moved);
    await reader.follow(/^(?!Practice).*/, reader.page.locator("main p", { hasText: `(${person})` }));
    const event = reader.page.locator(".clew-chronology > li", { hasText: "glad of the garden" });
    await reader.sees(/Recorded \d+ days after it happened/, event);
    await reader.follow(new RegExp(`^${VISIT} R`), event);
    await reader.sees("Well, and glad of the garden.");
    await look(reader, "practice-late-visit");
  },
});
