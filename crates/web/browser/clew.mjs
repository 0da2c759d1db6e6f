// The program under test: a database made with its own commands, served at any free port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What every account of the demonstration signs in with. */
export const PASSWORD = "thread through the maze";
/** The time that the program takes for now. */
export const NOW = "2026-06-12T14:05:00Z";

const PROGRAM = process.env.CLEW_PROGRAM;
const LONGEST_STOP = 10_000;
const made = [];
const running = new Set();
let template = null;

/** Starts the program and waits for the address that it tells. */
async function started(args) {
  if (!PROGRAM) {
    throw new Error("CLEW_PROGRAM does not say where the program clew is");
  }
  const environment = { ...process.env, CLEW_NOW: NOW, CLEW_TESTING: "1" };
  const program = spawn(PROGRAM, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  running.add(program);
  let errors = "";
  program.stderr.on("data", (text) => (errors += text));
  const lines = createInterface({ input: program.stdout });
  for await (const line of lines) {
    const told = line.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (told) {
      program.stdout.resume();
      return { program, address: told[0] };
    }
  }
  throw new Error(`clew ${args.join(" ")} ended before it listened: ${errors}`);
}

async function stop(program) {
  if (program.exitCode === null) {
    const ended = once(program, "exit");
    program.kill("SIGTERM");
    const late = setTimeout(() => program.kill("SIGKILL"), LONGEST_STOP);
    await ended;
    clearTimeout(late);
  }
  running.delete(program);
}

function folder() {
  const path = mkdtempSync(join(tmpdir(), "clew-browser-"));
  made.push(path);
  return path;
}

/** The demonstration: the plans of three councils, an open cycle, and invented people. Made once. */
async function demonstration() {
  if (!template) {
    const to = join(folder(), "demo");
    const { program } = await started(["demo", "--to", to, "--listen", "127.0.0.1:0"]);
    await stop(program);
    template = to;
  }
  return template;
}

/** Serves a fresh copy of the demonstration. */
export async function served({ secondStep = false } = {}) {
  const from = await demonstration();
  const own = folder();
  cpSync(from, own, { recursive: true, filter: (path) => !/reports|workspace/.test(path.slice(from.length)) });
  const args = ["serve", "--gallery", "--listen", "127.0.0.1:0", "--database", join(own, "clew.db")];
  const { program, address } = await started(secondStep ? args : [...args, "--second-step-optional"]);
  return { address, stop: () => stop(program) };
}

process.on("exit", () => {
  for (const program of running) {
    program.kill("SIGKILL");
  }
  for (const path of made) {
    rmSync(path, { recursive: true, force: true });
  }
});
