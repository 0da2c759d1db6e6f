// Explore: a measure worked out from records, split, supposed otherwise and walked to its records; and the figure of a
// plan that is followed to the records behind it.

import assert from "node:assert/strict";
import { journeys } from "../journey.mjs";
import { look } from "../look.mjs";

const MEASURE = "Unpaid work: placements started within 7 working days";

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
});
