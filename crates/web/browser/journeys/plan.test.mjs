// A plan in use: its thread, its targets under two hands, an action's date, a workbook of returns.

import assert from "node:assert/strict";
import { journeys } from "../journey.mjs";
import { look } from "../look.mjs";
import { workbook } from "../workbook.mjs";

const MEASURE = "Guardianship visits on time: private orders";
const HEADINGS = ["Measure", "Period", "Numerator", "Denominator", "Value"];
const PERIOD = "2021-22";

journeys("The plan", {
  "a viewer follows the thread from a priority to a figure's history": async ({ come }) => {
    const director = await come("director");
    await director.goTo("/plans");
    await look(director, "plans");
    await director.follow("Social Work Resource Plan 2019-20");
    await look(director, "thread");
    await director.follow("Protect children, young people and adults who are vulnerable");
    await look(director, "outcome");
    await director.unfold("of Watch work under the Adults with Incapacity Act");
    await director.follow(MEASURE);
    await director.sees("How it stands in");
    await look(director, "measure");
    await director.follow("Where this figure comes from");
    await director.sees("Quarter 2 report, measure 16");
    await look(director, "figure");
  },
  "two who edit one target meet, and nothing typed is lost": async ({ come }) => {
    const officer = await come("performance-officer");
    await officer.goTo("/measures/M22/targets");
    await look(officer, "targets");
    const other = await come("administrator");
    await other.goTo("/measures/M22/targets");
    await other.fill("Target for 2019-20", "78");
    await other.press("Save the targets");
    await other.sees("The targets are saved.");
    await officer.fill("Target for 2019-20", "80");
    await officer.fill("How it was set for 2019-20", "The panel agreed to it in June.");
    await officer.press("Save the targets");
    assert.equal(await officer.heading(), "Somebody else changed this");
    await officer.sees("The panel agreed to it in June.");
    await look(officer, "targets-conflict");
    await officer.press("Save what I chose");
    await look(officer, "targets-undecided");
    await officer.pick(/^Yours/);
    await officer.press("Save what I chose");
    await officer.sees("The targets are saved.");
    const target = officer.page.getByLabel("Target for 2019-20", { exact: true });
    assert.equal(await target.inputValue(), "80");
    await officer.follow(/^History of the target for 2019-20/);
    await officer.sees("78");
    await look(officer, "target-history");
  },
  "an action is given a later end, and keeps the one it had at first": async ({ come }) => {
    const officer = await come("performance-officer");
    await officer.goTo("/actions");
    await look(officer, "actions");
    await officer.fill("Search measures, actions, risks and everything else", "Netbooks", officer.page.locator("header"));
    await officer.press("Search", officer.page.locator("header"));
    await look(officer, "search");
    await officer.follow(/Netbooks for Support at Home/, officer.page.locator("main"));
    await look(officer, "action");
    await officer.follow("Give it a later end");
    await look(officer, "action-extend");
    await officer.fillDay("When it should be done instead", "31", "6", "2026");
    await officer.press("Extend");
    await officer.sees("There is a problem");
    await look(officer, "action-extend-refused");
    await officer.fillDay("When it should be done instead", "30", "9", "2026");
    await officer.fill("Why", "The supplier delivers in August.");
    await officer.press("Extend");
    await officer.sees("The action has a later end, and keeps the one it had at first.");
    await officer.sees("The supplier delivers in August.");
    await look(officer, "action-extended");
  },
  "a workbook with three bad rows is refused whole, and taken once it is put right": async ({ come }) => {
    const owner = await come("community-care-manager");
    await owner.goTo("/returns/import");
    await look(owner, "import");
    const bad = [
      HEADINGS,
      ["SPCC005_9b.1a", PERIOD, 91, 100, ""],
      ["SPCC999", PERIOD, "", "", 5],
      ["SPCC007_9b.1a", PERIOD, "", "", "many"],
      ["SPCC017", "someday", "", "", 90],
    ];
    await owner.upload("The workbook", workbook("returns.xlsx", "Figures", bad));
    await owner.press("Look it through");
    await owner.sees("Nothing can be taken yet: 3 errors");
    for (const told of ["SPCC999", "many", "someday", "What to do"]) {
      await owner.sees(told);
    }
    await look(owner, "import-refused");
    const good = [HEADINGS, ["SPCC005_9b.1a", PERIOD, 91, 100, ""], ["SPCC007_9b.1a", PERIOD, "", "", 64]];
    await owner.upload("The workbook", workbook("returns.xlsx", "Figures", good));
    await owner.press("Look it through");
    await owner.sees("2 figures would be returned.");
    await look(owner, "import-shown");
    for (const id of await owner.page.locator("#rows input[type=checkbox]").evaluateAll((boxes) => boxes.map((it) => it.id))) {
      await owner.tickAt(owner.page.locator(`[id="${id}"]`));
    }
    await owner.press("Return 2 figures");
    await owner.sees("The figures are returned.");
    await owner.seesNot("Drug and alcohol treatment begun in three weeks (HEAT A11)");
  },
});
