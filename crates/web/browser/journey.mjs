// A journey: its steps in order, in each of the three ways, each on a database of its own.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Actor, WAYS } from "./actor.mjs";
import { closed } from "./chromium.mjs";
import { served } from "./clew.mjs";
import { found } from "./look.mjs";

/**
 * Declares journeys that follow one another. `steps` gives names and what is done; each step gets the
 * server, and `come(account)`, which brings somebody who has signed in.
 */
export function journeys(title, steps, settings = {}) {
  for (const way of WAYS) {
    describe(`${title}, ${way}`, () => {
      let server;
      before(async () => {
        server = await served(settings);
      });
      after(async () => {
        await server?.stop();
      });
      for (const [name, step] of Object.entries(steps)) {
        test(`${name}, ${way}`, async () => {
          const actors = [];
          const stranger = async () => {
            const actor = await Actor.at(server.address, way);
            actors.push(actor);
            return actor;
          };
          const come = async (account) => {
            const actor = await stranger();
            await actor.signIn(account);
            return actor;
          };
          try {
            await step({ way, come, stranger, server });
            for (const actor of actors) {
              await actor.leave();
            }
          } catch (error) {
            for (const [number, actor] of actors.entries()) {
              const file = await actor.trace(`${name} ${way} ${number + 1}`).catch(() => null);
              if (file) {
                console.error(`${name}, ${way}: the page is kept at ${file}.png and .html`);
              }
            }
            throw error;
          } finally {
            await Promise.all(actors.map((actor) => actor.page.context().close().catch(() => {})));
          }
        });
      }
    });
  }
  test(`${title}: every page is valid, narrow enough, and open to everybody`, () => {
    assert.equal(found().join("\n"), "");
  });
  after(closed);
}
