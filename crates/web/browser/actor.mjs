// Somebody at the browser. The same steps are done in three ways: with mouse and script, without
// script, and with the keyboard alone.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { opened } from "./chromium.mjs";
import { PASSWORD } from "./clew.mjs";

/** The ways in which every journey is done. */
export const WAYS = ["with script", "without script", "with the keyboard alone"];

const LONGEST = 30_000;
const MOST_TABS = 1_000;
const TRACES = process.env.CLEW_BROWSER_TRACES ?? "traces";

/** What of an element's look can show that it has the focus; also of its label, for drawn boxes. */
function lookOf(element) {
  const parts = [[element, null]];
  const label = element.labels?.[0];
  if (label) {
    parts.push([label, "::before"], [label, "::after"]);
  }
  const properties = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor"];
  return parts
    .map(([part, pseudo]) => {
      const style = getComputedStyle(part, pseudo);
      return properties.map((property) => style[property]).join(" ");
    })
    .join(" | ");
}

/** Whether an element, or the label that is drawn for it, can be seen without scrolling. */
function isInSight(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}

export class Actor {
  /** Somebody with a browser of their own, at a server. */
  static async at(address, way) {
    const browser = await opened();
    const context = await browser.newContext({
      baseURL: address,
      locale: "en-GB",
      javaScriptEnabled: way !== "without script",
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
    });
    context.setDefaultTimeout(LONGEST);
    return new Actor(await context.newPage(), way);
  }

  constructor(page, way) {
    this.page = page;
    this.way = way;
    this.complaints = [];
    page.on("pageerror", (error) => this.complaints.push(`script: ${error.message}`));
    page.on("console", (message) => {
      // An answer that refuses is told there too, and is a page like any other.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.complaints.push(`console: ${message.text()}`);
      }
    });
    page.on("response", (response) => {
      if (response.status() >= 500 || (response.status() === 404 && !this.expectsMissing)) {
        this.complaints.push(`${response.status()} ${response.url()}`);
      }
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) {
        this.arrived = response;
      }
    });
  }

  get usesKeys() {
    return this.way === "with the keyboard alone";
  }

  get hasScript() {
    return this.way !== "without script";
  }

  /** Types an address. */
  async goTo(path) {
    await this.page.goto(path);
  }

  async signIn(account) {
    await this.goTo("/sign-in");
    await this.fill("Account or e-mail address", account);
    await this.fill("Password", PASSWORD);
    await this.press("Sign in");
  }

  /** Presses a button and waits for the page that follows. */
  async press(name, within = this.page) {
    await this.#andArrives(() => this.#activate(within.getByRole("button", { name, exact: true })));
  }

  /** Follows a link to another page, also one that looks like a button. */
  async follow(name, within = this.page) {
    const named = { name, exact: typeof name === "string" };
    const drawn = within.locator("a").and(this.page.getByRole("button", named));
    await this.#andArrives(() => this.#activate(within.getByRole("link", named).or(drawn)));
  }

  /** Opens or closes what is folded away. */
  async unfold(name) {
    const folded = this.page.locator("summary", { hasText: name });
    await this.#activate(folded);
  }

  /** Fills a field in, in the place of what it held. */
  async fill(label, text, within = this.page) {
    const field = within.getByLabel(label, { exact: true });
    if (!this.usesKeys) {
      await field.fill(text);
      return;
    }
    await this.#tabTo(field);
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.type(text);
  }

  /** Fills the three fields of a day in. */
  async fillDay(legend, day, month, year) {
    const group = this.page.getByRole("group", { name: legend, exact: true });
    await this.fill("Day", day, group);
    await this.fill("Month", month, group);
    await this.fill("Year", year, group);
  }

  /** Ticks a box. */
  async tick(name, within = this.page) {
    const box = within.getByRole("checkbox", { name, exact: typeof name === "string" });
    await this.tickAt(box);
    assert.ok(await box.isChecked(), `${name} is ticked`);
  }

  /** Ticks a box that is found by its place in the page. */
  async tickAt(box) {
    if (!this.usesKeys) {
      await box.check();
    } else if (!(await box.isChecked())) {
      await this.#tabTo(box);
      await this.page.keyboard.press("Space");
    }
  }

  /** Fills in a day where the browser has a field of its own for it. */
  async fillDate(field, day) {
    if (!this.usesKeys) {
      await field.fill(day);
      return;
    }
    await this.#tabTo(field);
    const [year, month, date] = day.split("-");
    // The order of its parts is that of the machine's language.
    for (const typed of [date + month + year, month + date + year]) {
      await this.page.keyboard.type(typed);
      if ((await field.inputValue()) === day) {
        return;
      }
      for (const _ of [1, 2, 3]) {
        await this.page.keyboard.press("ArrowLeft");
      }
    }
    assert.equal(await field.inputValue(), day);
  }

  /** Chooses one of a few. */
  async pick(name, within = this.page) {
    const radio = within.getByRole("radio", { name });
    if (!this.usesKeys) {
      await radio.check();
      return;
    }
    // The keyboard comes to a group once, and goes through it with the arrows.
    const group = await radio.getAttribute("name");
    const all = within.locator(`input[type=radio][name=${JSON.stringify(group)}]`);
    const values = await all.evaluateAll((radios) => radios.map((radio) => radio.checked));
    const begin = Math.max(values.indexOf(true), 0);
    await this.#tabTo(all.nth(begin));
    if (!values.includes(true)) {
      await this.page.keyboard.press("Space");
    }
    for (let left = values.length; left > 0 && !(await radio.isChecked()); left -= 1) {
      await this.page.keyboard.press("ArrowDown");
    }
    assert.ok(await radio.isChecked(), `${name} is chosen`);
  }

  /** Chooses from a list that opens. */
  async choose(label, option, within = this.page) {
    const list = within.getByLabel(label, { exact: true });
    if (this.usesKeys) {
      await this.#tabTo(list);
      await this.page.keyboard.type(option);
    } else {
      await list.selectOption({ label: option });
    }
    const chosen = await list.evaluate((it) => it.selectedOptions[0].textContent.trim());
    assert.equal(chosen, option);
  }

  /** Gives a file to a form. */
  async upload(label, file) {
    const field = this.page.getByLabel(label, { exact: true });
    const asked = this.page.waitForEvent("filechooser");
    await this.#activate(field);
    await (await asked).setFiles(file);
  }

  /** Takes a file away, and gives its bytes. */
  async download(name, within = this.page) {
    const begun = this.page.waitForEvent("download");
    await this.#activate(within.getByRole("link", { name }));
    const download = await begun;
    const parts = [];
    for await (const part of await download.createReadStream()) {
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Waits until the page shows a text. */
  async sees(text, within = this.page.locator("main")) {
    try {
      await within.getByText(text).first().waitFor({ state: "visible" });
    } catch (error) {
      const shown = (await this.page.locator("main").innerText()).slice(0, 1_500);
      throw new Error(`${text} is not to be seen on ${this.page.url()}:\n${shown}`, { cause: error });
    }
  }

  async seesNot(text) {
    assert.equal(await this.page.locator("main").getByText(text).count(), 0, `${text} is not there`);
  }

  /** The first heading. */
  async heading() {
    return (await this.page.locator("h1").innerText()).trim();
  }

  /** Goes through the whole page with the tab key, and gives every stop that cannot be seen. */
  async unseenStops() {
    await this.page.evaluate(`globalThis.lookOf = ${lookOf}; globalThis.isInSight = ${isInSight};
      globalThis.before = new Map([...document.querySelectorAll("*")].filter((it) => it.tabIndex >= 0).map((it) => [it, lookOf(it)]));`);
    const unseen = [];
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      await this.page.keyboard.press("Tab");
      const stop = await this.page.evaluate(() => {
        const { activeElement: at } = document;
        // After the last stop comes the browser itself, and then the first one.
        if (at === document.body && !at.dataset.stopped) {
          at.dataset.stopped = "yes";
          return { fault: "" };
        }
        if (at.dataset.stopped) {
          return null;
        }
        at.dataset.stopped = "yes";
        const fault = isInSight(at) ? (lookOf(at) === before.get(at) ? "looks as without the focus" : "") : "is out of sight";
        return { fault, html: at.outerHTML.slice(0, 120) };
      });
      if (!stop) {
        return { stops: tabs, unseen };
      }
      if (stop.fault) {
        unseen.push(`${stop.fault}: ${stop.html}`);
      }
    }
    throw new Error(`there is no end of tabs on ${this.page.url()}`);
  }

  /** Ends the visit; nothing may have gone wrong behind the page. */
  async leave() {
    await this.page.context().close();
    assert.deepEqual(this.complaints, []);
  }

  /** Keeps what is on the screen, to see why a journey failed. */
  async trace(name) {
    mkdirSync(TRACES, { recursive: true });
    const file = join(TRACES, name.replace(/[^a-z0-9]+/gi, "-").toLowerCase());
    writeFileSync(`${file}.html`, `<!-- ${this.page.url()} -->\n${await this.page.content()}`);
    await this.page.screenshot({ path: `${file}.png`, fullPage: true });
    return file;
  }

  async #activate(target) {
    if (!this.usesKeys) {
      await target.click();
      return;
    }
    await this.#tabTo(target);
    await this.page.keyboard.press("Enter");
  }

  async #andArrives(act) {
    const arrived = this.page.waitForEvent("load");
    arrived.catch(() => {});
    await act();
    await arrived;
  }

  /** Goes on with the tab key until an element has the focus, which must be seen. */
  async #tabTo(target) {
    await target.waitFor({ state: "attached" });
    const element = await target.elementHandle();
    const has = () => element.evaluate((it) => it === document.activeElement);
    if (!(await has())) {
      const before = await element.evaluate(lookOf);
      for (let tabs = 0; !(await has()); tabs += 1) {
        assert.ok(tabs < MOST_TABS, `the tab key comes to ${target}`);
        await this.page.keyboard.press("Tab");
      }
      assert.notEqual(await element.evaluate(lookOf), before, `${target} shows that it has the focus`);
    }
    assert.ok(await element.evaluate(isInSight), `${target} is in sight when it has the focus`);
  }
}
