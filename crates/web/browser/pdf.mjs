// The text of a PDF, page by page: enough of the format (ISO 32000) for the files that the program writes, whose objects
// are not packed together and whose fonts say which letters they show.

import { inflateSync } from "node:zlib";

const NAMED = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** Every object by its number: what it says of itself, and its stream. */
function objectsOf(bytes) {
  const text = bytes.toString("latin1");
  const objects = new Map();
  for (const found of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)\nendobj/g)) {
    const [head, stream] = found[2].split(/stream\r?\n/, 2);
    const packed = stream && /\/FlateDecode/.test(head);
    const length = Number(head.match(/\/Length (\d+)/)?.[1] ?? 0);
    const raw = stream ? Buffer.from(stream.slice(0, length), "latin1") : null;
    objects.set(Number(found[1]), { head, stream: packed ? inflateSync(raw) : raw });
  }
  return objects;
}

/** Letters that are written in hexadecimal, as UTF-16. */
const written = (hex) => Buffer.from(hex, "hex").swap16().toString("utf16le");

/** What a font shows for each of its codes. */
function lettersOf(cmap) {
  const letters = new Map();
  for (const [, lines] of cmap.matchAll(/beginbfchar\n([^]*?)endbfchar/g)) {
    for (const [, code, shown] of lines.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/gi)) {
      letters.set(parseInt(code, 16), written(shown));
    }
  }
  return letters;
}

/** A string of a page: between round brackets with what is escaped in it, or in hexadecimal between pointed ones. */
const STRING = /\(((?:\\[^]|[^\\)])*)\)|<([0-9A-F\s]*)>/gi;
/** A piece of text begins; what is meant by the strings up to the end of a mark; a font is chosen; strings are shown. */
const DRAWN = new RegExp(
  [
    "(?<begins>\\bBT\\b)",
    "/ActualText<FEFF(?<meant>[0-9A-F]*)>",
    "(?<ends>\\bEMC\\b)",
    "/(?<font>f\\d+) [\\d.]+ Tf",
    "(?<shown>\\[(?:\\((?:\\\\[^]|[^\\\\)])*\\)|<[0-9A-F\\s]*>|[-\\d.\\s]+)*\\]TJ|\\((?:\\\\[^]|[^\\\\)])*\\)Tj|<[0-9A-F\\s]*>Tj)",
  ].join("|"),
  "g",
);
/** What a line may be broken at, and is not seen. */
const UNSEEN = /\u200b/g;

/** The bytes of a string, with what was escaped in it. */
function bytesOf(literal, hexadecimal) {
  if (hexadecimal !== undefined) {
    return [...Buffer.from(hexadecimal.replace(/\s/g, ""), "hex")];
  }
  const bytes = [];
  for (const [, octal, sign, plain] of literal.matchAll(/\\([0-7]{1,3})|\\([^])|([^])/g)) {
    bytes.push(octal ? parseInt(octal, 8) : sign ? (NAMED[sign] ?? sign.charCodeAt(0)) : plain.charCodeAt(0));
  }
  return bytes;
}

function shownBy(strings, letters) {
  let shown = "";
  for (const [, literal, hexadecimal] of strings.matchAll(STRING)) {
    const bytes = bytesOf(literal, hexadecimal);
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      shown += letters.get(bytes[at] * 256 + bytes[at + 1]) ?? "";
    }
  }
  return shown;
}

/** The text that is drawn with these fonts. */
function textOf(drawn, fonts) {
  let [letters, means, text] = [new Map(), false, ""];
  for (const { groups: it } of drawn.matchAll(DRAWN)) {
    if (it.begins) {
      text += " ";
    } else if (it.meant !== undefined) {
      text += written(it.meant);
      means = true;
    } else if (it.ends) {
      means = false;
    } else if (it.font) {
      letters = fonts.get(it.font) ?? letters;
    } else if (!means) {
      text += shownBy(it.shown, letters);
    }
  }
  return text.replace(UNSEEN, "").replace(/\s+/g, " ").trim();
}

/** The words of each page, in the order in which they are drawn; a space stands for every break. */
export function pagesOf(bytes) {
  const objects = objectsOf(bytes);
  const referred = (head, name) => objects.get(Number(head.match(new RegExp(`/${name} (\\d+) 0 R`))?.[1]));
  const pages = [...objects.values()].filter(({ head }) => /\/Type\/Page\b/.test(head));
  return pages.map(({ head }) => {
    const resources = referred(head, "Resources")?.head ?? head;
    const fonts = new Map();
    for (const [, name, number] of resources.matchAll(/\/(f\d+) (\d+) 0 R/g)) {
      const letters = referred(objects.get(Number(number)).head, "ToUnicode");
      fonts.set(name, lettersOf(letters.stream.toString("latin1")));
    }
    return textOf(referred(head, "Contents").stream.toString("latin1"), fonts);
  });
}
