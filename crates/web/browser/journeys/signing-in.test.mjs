// Signing in with a second step: set up once, asked for from then on.

import assert from "node:assert/strict";
import { NOW, PASSWORD } from "../clew.mjs";
import { journeys } from "../journey.mjs";
import { look } from "../look.mjs";
import { codeAt } from "../totp.mjs";

let key = "";

journeys(
  "Signing in",
  {
    "a new account sets its second step up before anything else": async ({ stranger }) => {
      const officer = await stranger();
      await officer.goTo("/performance");
      await look(officer, "sign-in");
      await officer.signIn("performance-officer");
      assert.equal(await officer.heading(), "Set up your second step");
      await look(officer, "second-step-begin");
      await officer.fill("Your password", "not the password");
      await officer.press("Begin");
      await officer.sees("There is a problem");
      await officer.fill("Your password", PASSWORD);
      await officer.press("Begin");
      await look(officer, "second-step", { skip: ["qr"] });
      key = await officer.page.locator(".clew-key").innerText();
      await officer.fill("Code from the app", "12345");
      await officer.press("Confirm");
      await look(officer, "second-step-refused");
      await officer.fill("Code from the app", codeAt(key, NOW));
      await officer.press("Confirm");
      await officer.sees("Your second step is set up.");
      await look(officer, "account");
    },
    "from then on the code is asked for, and a used one is refused": async ({ stranger }) => {
      const officer = await stranger();
      await officer.goTo("/performance");
      await officer.fill("Account or e-mail address", "performance-officer");
      await officer.fill("Password", "not the password");
      await officer.press("Sign in");
      await officer.sees("There is a problem");
      await look(officer, "sign-in-refused");
      await officer.fill("Password", PASSWORD);
      await officer.press("Sign in");
      assert.equal(await officer.heading(), "Enter your code");
      await look(officer, "code");
      await officer.fill("Code", codeAt(key, NOW));
      await officer.press("Go on");
      await officer.sees("There is a problem");
      await officer.fill("Code", codeAt(key, NOW, 1));
      await officer.press("Go on");
      assert.match(officer.page.url(), /\/performance$/);
      await officer.press("Sign out", officer.page.locator("header"));
      await officer.sees("You are signed out.");
    },
  },
  { secondStep: true },
);
