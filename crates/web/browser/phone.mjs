// How soon a measure's page can be used on a slow telephone: a cold cache, slow 4G (1.6 Mbit/s down,
// 0.75 up, 150 ms there and back), and a processor four times slower than this machine's.
//
//   node phone.mjs                               the program that CLEW_PROGRAM names, on its demonstration
//   node phone.mjs ADDRESS ACCOUNT PASSWORD PATH a server that runs already
//
// Prints each of seven loads and their median; the aim is one second. "usable" is the later of the load
// event and of the moment at which the main heading was first painted.

import { closed, opened } from "./chromium.mjs";
import { PASSWORD, served } from "./clew.mjs";

const LOADS = 7;
const AIM = 1000;
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1000 * 1000) / 8,
  uploadThroughput: (0.75 * 1000 * 1000) / 8,
};
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

async function signIn(page, address, account, password) {
  await page.goto(`${address}/sign-in`);
  await page.fill("#who", account);
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.waitForLoadState();
}

/** The page of the first measure of the scorecard. */
async function firstMeasure(page, address) {
  await page.goto(`${address}/performance/scorecard`);
  const link = page.locator('main table a[href^="/measures/"]').first();
  return new URL(await link.getAttribute("href"), address).pathname;
}

/** One load of a page with nothing kept from before, in milliseconds. */
async function load(context, cookies, url) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await session.send("Network.emulateNetworkConditions", SLOW_4G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  let bytes = 0;
  session.on("Network.loadingFinished", (done) => (bytes += done.encodedDataLength));
  await context.addCookies(cookies);
  const answer = await page.goto(url, { waitUntil: "load" });
  if (answer.status() !== 200) {
    throw new Error(`${url} answers ${answer.status()}`);
  }
  await page.locator("main h1").waitFor({ state: "visible" });
  const times = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
    return { first: navigation.responseStart, painted, loaded: navigation.loadEventEnd || performance.now() };
  });
  await page.close();
  return { ...times, usable: Math.max(times.painted, times.loaded), bytes };
}

function median(numbers) {
  return numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

async function measured(address, account, password, path) {
  const browser = await opened();
  const desk = await browser.newContext();
  const page = await desk.newPage();
  await signIn(page, address, account, password);
  const url = address + (path ?? (await firstMeasure(page, address)));
  const cookies = await desk.cookies();
  await desk.close();
  const loads = [];
  for (let turn = 0; turn < LOADS; turn += 1) {
    const context = await browser.newContext(PHONE);
    loads.push(await load(context, cookies, url));
    await context.close();
  }
  return { url, loads };
}

async function main([address, account = "administrator", password = PASSWORD, path]) {
  const server = address ? { address, stop: () => {} } : await served();
  try {
    const { url, loads } = await measured(server.address, account, password, path);
    console.log(url);
    for (const one of loads) {
      const ms = (time) => `${Math.round(time)} ms`;
      console.log(`first byte ${ms(one.first)}, painted ${ms(one.painted)}, loaded ${ms(one.loaded)}, usable ${ms(one.usable)}, ${(one.bytes / 1024).toFixed(1)} KB`);
    }
    const usable = median(loads.map((one) => one.usable));
    console.log(`usable after ${Math.round(usable)} ms at the median; the aim is ${AIM} ms`);
    process.exitCode = usable < AIM ? 0 : 1;
  } finally {
    await closed();
    await server.stop();
  }
}

await main(process.argv.slice(2));
