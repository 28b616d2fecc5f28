// Tables read in the browser: CSV in either encoding, and the sheets of a workbook (XLSX: a zip of XML files).
import {t, Fault} from '/assets/lib.js';

const most = 200e6; // bytes of a sheet once inflated: a small file can hold a huge one

// Rows of cells: comma, semicolon or tab, quotes doubled inside quotes.
export function cells(text) {
  const body = text.replace(/^\ufeff/, ''), first = body.split(/\r?\n/, 1)[0];
  const separator = [';', '\t', ','].sort((a, b) => first.split(b).length - first.split(a).length)[0];
  const rows = [[]];
  let cell = '', inside = false;
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (inside && c === '"' && body[i + 1] === '"') cell += body[++i];
    else if (c === '"') inside = !inside;
    else if (!inside && c === separator) rows[rows.length - 1].push(cell), cell = '';
    else if (!inside && c === '\n') rows[rows.length - 1].push(cell.replace(/\r$/, '')), cell = '', rows.push([]);
    else cell += c;
  }
  rows[rows.length - 1].push(cell.replace(/\r$/, ''));
  return rows.filter(row => row.some(x => x.trim()));
}

function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

// ---- zip

async function inflate(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader(), parts = [];
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > most) {
      await reader.cancel();
      throw new Fault(400, {error: t('Ce classeur est trop grand pour être lu ici.')});
    }
    parts.push(step.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

// The files of a zip by name, each a function that reads it, from its central directory.
function unzip(buffer) {
  const view = new DataView(buffer), files = new Map();
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) return null;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && at + 46 <= end; left--) {
    const method = view.getUint16(at + 10, true), size = view.getUint32(at + 20, true), named = view.getUint16(at + 28, true), local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(new Uint8Array(buffer, at + 46, named));
    files.set(name, async () => {
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true), bytes = new Uint8Array(buffer, from, size);
      return decoded(method === 8 ? await inflate(bytes) : bytes);
    });
    at += 46 + named + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

// ---- workbook

const xml = text => new DOMParser().parseFromString(text, 'application/xml');
const all = (node, name) => [...node.getElementsByTagName('*')].filter(element => element.localName === name);

// "AB12": column 27.
function columnOf(place) {
  let n = 0;
  for (const letter of /^[A-Z]+/.exec(place)?.[0] || 'A') n = 26 * n + letter.charCodeAt(0) - 64;
  return n - 1;
}

function textOf(cell, strings) {
  const kind = cell.getAttribute('t');
  if (kind === 'inlineStr') return all(cell, 't').map(x => x.textContent).join('');
  const value = [...cell.children].find(x => x.localName === 'v')?.textContent || '';
  return kind === 's' ? strings[Number(value)] || '' : value;
}

function rowsOf(sheet, strings) {
  const rows = [];
  for (const row of all(sheet, 'row')) {
    const line = [];
    for (const cell of [...row.children].filter(x => x.localName === 'c')) line[columnOf(cell.getAttribute('r') || '')] = textOf(cell, strings);
    rows.push(Array.from(line, x => x || ''));
  }
  return rows.filter(row => row.some(x => x.trim()));
}

async function workbook(files) {
  const read = async name => files.has(name) ? xml(await files.get(name)()) : null;
  const book = await read('xl/workbook.xml'), links = await read('xl/_rels/workbook.xml.rels'), shared = await read('xl/sharedStrings.xml');
  if (!book || !links) return null;
  const strings = shared ? all(shared, 'si').map(si => all(si, 't').filter(x => x.parentNode.localName !== 'rPh').map(x => x.textContent).join('')) : [];
  const target = new Map(all(links, 'Relationship').map(link => [link.getAttribute('Id'), link.getAttribute('Target')])), sheets = [];
  for (const sheet of all(book, 'sheet')) {
    const path = target.get(sheet.getAttribute('r:id')) || '', found = await read(path.startsWith('/') ? path.slice(1) : 'xl/' + path);
    if (found) sheets.push({name: sheet.getAttribute('name'), rows: rowsOf(found, strings)});
  }
  return sheets;
}

// The sheets of a file: [{ name, rows }], rows of texts, the first one the head. A CSV file is one sheet.
export async function sheetsOf(file) {
  const buffer = await file.arrayBuffer(), start = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength));
  if (start[0] !== 0x50 || start[1] !== 0x4b) return [{name: file.name, rows: cells(decoded(buffer))}];
  let sheets = null;
  try {
    const files = unzip(buffer);
    sheets = files && await workbook(files);
  } catch (error) {
    if (error instanceof Fault) throw error;
  }
  if (!sheets) throw new Fault(400, {error: t('{0} n’est ni un fichier CSV ni un classeur XLSX.', file.name)});
  return sheets;
}
