// Every other page that people read or fill in, and the gallery of components, looked over once each.

import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { Actor } from "../actor.mjs";
import { closed } from "../chromium.mjs";
import { served } from "../clew.mjs";
import { found, look } from "../look.mjs";

const PLAN = "management-plan-2021-22";
const BOARD = `/cycles/${PLAN}/2021-22`;

/** Pages by who reads them. */
const PAGES = {
  director: {
    home: "/",
    performance: "/performance?plan=resource-plan-2019-20",
    scorecard: "/performance/scorecard?plan=resource-plan-2019-20",
    compare: "/compare?measure=M15&measure=M16",
    measures: "/measures",
    "measure-in-control-chart": "/measures/M16?spc=yes",
    "plan-picture": "/plans/resource-plan-2019-20/picture",
    activities: `/plans/${PLAN}/activities`,
    schedules: `/plans/${PLAN}/schedules`,
    timeline: "/actions/timeline",
    improvement: "/improvement",
    coverage: "/improvement/coverage",
    risks: "/risks",
    "heat-map": "/risks/heat-map",
    risk: "/risks/CCOP001",
    "report-preview": "/reports/preview?kind=quarterly-progress&plan=resource-plan-2019-20",
    "covering-report": "/reports/preview?kind=committee-report&plan=resource-plan-2019-20",
    "management-plan": `/reports/preview?kind=management-plan&plan=${PLAN}`,
    checks: "/checks",
    waivers: "/checks/waivers",
    "search-nothing": "/search?q=zzzzzz",
    who: "/who?unit=community-care",
    ask: "/measures/SPCC14/questions/new?period=2020-21",
    password: "/account/password",
    tokens: "/account/tokens",
    missing: "/no-such-page",
    refused: "/admin",
  },
  "performance-officer": {
    cycles: "/cycles",
    "open-cycle": "/cycles/open",
    remind: `${BOARD}/remind`,
    reassign: "/reassign",
    "copy-forward": `/plans/${PLAN}/copy`,
    records: "/records",
    "records-of-a-kind": "/records/measures",
    "new-measure": `/records/new/measures?plan=${PLAN}`,
    "edit-measure": "/records/measures%2FSPCC14/edit",
    "measure-history": "/records/measures%2FSPCC14/history",
    withdraw: "/records/measures%2FSPCC14/withdraw",
    "action-update": `/actions/${PLAN}/11/update`,
    "risk-review": "/risks/CCOP001/review",
    waive: "/checks/waive?rule=percent-is-not-part-of-whole",
    journal: "/journal",
    entry: "/journal/2",
    outbox: "/admin/outbox",
  },
  administrator: {
    accounts: "/admin",
    account: "/admin/accounts/director",
    "open-account": "/admin/open-account",
    organisation: "/admin/organisation",
    health: "/admin/health",
  },
  nobody: {
    gallery: "/gallery",
    forgotten: "/forgotten",
    help: "/help",
    accessibility: "/accessibility",
  },
};

/** Pages through which the tab key goes from the first stop to the last. */
const TABBED = ["/gallery", "/performance?plan=resource-plan-2019-20", "/measures/M16", `/cycles/${PLAN}/2021-22`, "/risks"];

describe("Pages", () => {
  let server;
  before(async () => {
    server = await served();
  });
  after(async () => {
    await server?.stop();
    await closed();
  });
  test("whatever the tab key comes to is in sight and shows that it has the focus", async () => {
    const actor = await Actor.at(server.address, "with the keyboard alone");
    await actor.signIn("performance-officer");
    for (const path of TABBED) {
      await actor.goTo(path);
      const { stops, unseen } = await actor.unseenStops();
      assert.ok(stops > 20, `${path} has ${stops} stops`);
      assert.equal(unseen.join("\n"), "", path);
    }
    await actor.leave();
  });
  for (const [who, pages] of Object.entries(PAGES)) {
    test(`every page for ${who} is valid, narrow enough, and open to everybody`, async () => {
      const actor = await Actor.at(server.address, "with script");
      actor.expectsMissing = true;
      if (who !== "nobody") {
        await actor.signIn(who);
      }
      const before = found().length;
      for (const [name, path] of Object.entries(pages)) {
        await actor.goTo(path);
        await look(actor, name);
      }
      await actor.leave();
      assert.equal(found().slice(before).join("\n"), "");
    });
  }
});
