// The code that an app shows for a key, by RFC 6238: SHA-1, six digits, a new one every 30 seconds.

import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(key) {
  let bits = "";
  for (const letter of key.replace(/[\s=]/g, "").toUpperCase()) {
    bits += LETTERS.indexOf(letter).toString(2).padStart(5, "0");
  }
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** The code at a moment, or so many steps of 30 seconds after it. */
export function codeAt(key, moment, later = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.parse(moment) / 30_000) + later));
  const digest = createHmac("sha1", bytesOf(key)).update(counter).digest();
  const at = digest[digest.length - 1] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
