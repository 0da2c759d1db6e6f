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

/** What a font shows for each of its codes. */
function lettersOf(cmap) {
  const letters = new Map();
  const written = (hex) => Buffer.from(hex, "hex").swap16().toString("utf16le");
  for (const [, lines] of cmap.matchAll(/beginbfchar\n([^]*?)endbfchar/g)) {
    for (const [, code, shown] of lines.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/gi)) {
      letters.set(parseInt(code, 16), written(shown));
    }
  }
  return letters;
}

/** The bytes of a string of a page, with what was escaped in it. */
function bytesOf(literal) {
  const bytes = [];
  for (const [, octal, sign, plain] of literal.matchAll(/\\([0-7]{1,3})|\\([^])|([^])/g)) {
    bytes.push(octal ? parseInt(octal, 8) : sign ? (NAMED[sign] ?? sign.charCodeAt(0)) : plain.charCodeAt(0));
  }
  return bytes;
}

function shownBy(literal, letters) {
  const bytes = bytesOf(literal);
  let shown = "";
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    shown += letters.get(bytes[at] * 256 + bytes[at + 1]) ?? "";
  }
  return shown;
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
    let letters = new Map();
    const words = [];
    const drawn = referred(head, "Contents").stream.toString("latin1");
    for (const [, font, line] of drawn.matchAll(/\/(f\d+) [\d.]+ Tf|\[((?:\((?:\\[^]|[^\\)])*\)|[-\d.\s]+)*)\]TJ/g)) {
      if (font) {
        letters = fonts.get(font);
      } else {
        const parts = [...line.matchAll(/\(((?:\\[^]|[^\\)])*)\)/g)];
        words.push(parts.map(([, literal]) => shownBy(literal, letters)).join(""));
      }
    }
    return words.join(" ").replace(/\s+/g, " ");
  });
}
