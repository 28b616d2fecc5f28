// A zoning in a table: the layout of the DREES (a row for each commune), a row for each territory, commune or neighbourhood (long), a column
// for each class (wide), one or more columns of classes; classes by their letters, numbers or words.
import {classOf} from '/assets/classes.js';

const codeNames = ['tvs', 'agr', 'code_tvs', 'code_qp', 'code', 'tv', 'codgeo', 'depcom', 'insee_com'];
const classNames = ['zonage_regional', 'zonage_mg', 'zonage', 'classe', 'class', 'zonage_nat'];

// The change that a code stands for, "tvs 62498" or "qpv QN06202M"; a commune stands for its territory. Numbers lose their first 0 in workbooks.
function keyOf(code, known) {
  for (const text of /^\d{4}$/.test(code) ? [code, '0' + code] : [code]) {
    if (known.tvs.has(text)) return 'tvs ' + text;
    if (known.qpv.has(text)) return 'qpv ' + text;
    if (known.communes.has(text)) return 'tvs ' + known.communes.get(text);
  }
  return null;
}

const cell = (row, i) => (row[i] || '').trim();
const isMark = text => /^(x|1|oui|vrai|true)$/i.test(text);
const share = (rows, i, test) => {
  const filled = rows.map(row => cell(row, i)).filter(Boolean);
  return filled.length ? filled.filter(test).length / filled.length : 0;
};

// By its name, else the one with the most codes that the study knows, never one named as a class; undefined when there is none.
function codeColumn(names, rows, known) {
  const fits = i => !classOf(names[i]) && share(rows, i, text => keyOf(text, known)) > 0;
  const named = codeNames.map(name => names.indexOf(name)).find(i => i >= 0 && fits(i));
  if (named !== undefined) return named;
  const found = names.map((name, i) => [classOf(name) ? 0 : share(rows, i, text => keyOf(text, known)), i]).sort((a, b) => b[0] - a[0])[0];
  return found && found[0] > 0.5 ? found[1] : undefined;
}

function classColumns(names, rows, code) {
  const found = names.map((name, i) => i).filter(i => i !== code && (classNames.includes(names[i]) || share(rows, i, classOf) > 0.8));
  const rank = i => classNames.includes(names[i]) ? classNames.indexOf(names[i]) : classNames.length;
  return found.sort((a, b) => rank(a) - rank(b));
}

// Pairs of code and words of a class, with the number of their row; a class that is a column of its own has its name.
function pairs(head, rows, code, column) {
  const wide = head.map((name, i) => [i, classOf(name)]).filter(([, name]) => name);
  if (column !== undefined) return rows.map((row, i) => [i + 2, cell(row, code), cell(row, column)]);
  return rows.flatMap((row, i) => wide.filter(([k]) => code === undefined ? cell(row, k) : isMark(cell(row, k)))
    .map(([k, name]) => [i + 2, cell(row, code === undefined ? k : code), name]));
}

// { classes: Map("tvs T1", class), faults: [[row, text, why]], columns: [names of the columns of classes] }, null for a table that is no zoning.
// `known`: { tvs, qpv: sets of codes, communes: Map(commune, territory), classes: those of the rule }; `chosen`: which of the columns of classes, by its name.
export function zoningOf(table, known, chosen) {
  const [head, ...rows] = table, names = head.map(x => x.trim().toLowerCase());
  const code = codeColumn(names, rows, known), wide = names.filter(name => classOf(name)).length > 1;
  const columns = code === undefined ? [] : classColumns(names, rows, code);
  if (!columns.length && !wide) return null;
  const found = new Map(), faults = [], told = new Set();
  for (const [row, text, words] of pairs(head, rows, columns.length || code !== undefined ? code : undefined, columns.find(i => head[i] === chosen) ?? columns[0])) {
    const key = keyOf(text, known), value = classOf(words);
    if (!key) faults.push([row, text, 'unknown']);
    else if (!known.classes.includes(value)) faults.push([row, words, 'class']);
    else if (found.has(key) && found.get(key) !== value) {
      faults.push([row, text, 'differs']);
      found.delete(key); // no row is believed more than another
      told.add(key);
    } else if (!told.has(key)) found.set(key, value);
  }
  return {classes: found, faults, columns: columns.map(i => head[i])};
}
