// A version of a zoning: a scenario file, a line for each change, made for git; its history; and zonings read from CSV files.
export const classes = ['ZIP', 'ZAC', 'ZAR', 'ZV', 'HZ'];

const quoted = text => JSON.stringify(text);
const unquoted = text => text.startsWith('"') ? JSON.parse(text) : text;

// { title, derive, date, changes: { "tvs 62498": { class, reason } } } as the text of a scenario file, changes in the order of codes.
export function write(version) {
  const lines = ['kind: scenario', `title: ${quoted(version.title)}`];
  if (version.date) lines.push(`date: ${quoted(version.date)}`);
  if (version.derive) lines.push('derive: true');
  const keys = Object.keys(version.changes).sort();
  if (keys.length) lines.push('zoning:');
  for (const key of keys) {
    const [mesh, code] = key.split(' '), {class: name, reason} = version.changes[key];
    lines.push(`  - { ${mesh}: ${quoted(code)}, class: ${name}${reason ? `, reason: ${quoted(reason)}` : ''} }`);
  }
  return lines.join('\n') + '\n';
}

// The version of such a text; null for a scenario that says more than this desk can show.
export function read(text) {
  const version = {title: '', derive: false, date: '', changes: {}};
  for (const line of text.split('\n')) {
    if (/^\s*(#.*)?$/.test(line) || line === 'kind: scenario' || line === 'zoning:') continue;
    let found;
    try {
      if ((found = /^title: ("(?:[^"\\]|\\.)*"|[^"#{}[\]]+)$/.exec(line))) version.title = unquoted(found[1]);
      else if ((found = /^date: "?(\d{4}-\d\d-\d\d)"?$/.exec(line))) [, version.date] = found;
      else if (line === 'derive: true') version.derive = true;
      else if ((found = /^ +- \{ (tvs|commune|qpv): ("[^"]*"|\w+), class: (\w+)(?:, reason: ("(?:[^"\\]|\\.)*"|[^",{}]+))? \}$/.exec(line)) && classes.includes(found[3]))
        version.changes[`${found[1]} ${unquoted(found[2])}`] = {class: found[3], reason: found[4] ? unquoted(found[4]) : ''};
      else return null;
    } catch {
      return null;
    }
  }
  return version;
}

// Every state that a version has had, without a limit.
export class History {
  constructor(version) {
    this.states = [JSON.stringify(version)];
    this.place = 0;
  }

  get now() {
    return JSON.parse(this.states[this.place]);
  }

  keep(version) {
    const state = JSON.stringify(version);
    if (state === this.states[this.place]) return;
    this.states.splice(this.place + 1, Infinity, state);
    this.place++;
  }

  move(step) {
    const place = this.place + step;
    if (place < 0 || place >= this.states.length) return false;
    this.place = place;
    return true;
  }
}

// ---- CSV

// Rows of cells: comma, semicolon or tab, quotes doubled inside quotes.
export function cells(text) {
  const first = text.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0];
  const separator = [';', '\t', ','].sort((a, b) => first.split(b).length - first.split(a).length)[0];
  const rows = [[]];
  let cell = '', inside = false;
  const body = text.replace(/^\ufeff/, '');
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

// "1 -Zone d'intervention prioritaire", "ZIP", "zone de vigilance": the class, or null.
export function classOf(words) {
  const text = words.toUpperCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  if (classes.includes(text.trim())) return text.trim();
  if (/INTERVENTION PRIORITAIRE/.test(text)) return 'ZIP';
  if (/ACTION COMPLEMENTAIRE/.test(text)) return 'ZAC';
  if (/ACCOMPAGNEMENT REGIONAL/.test(text)) return 'ZAR';
  if (/VIGILANCE/.test(text)) return 'ZV';
  return /HORS/.test(text) || /^\s*HV\s*$/.test(text) ? 'HZ' : null;
}

// A zoning in a CSV file, the layout of the DREES (a row for each commune) or a row for each territory: { classes: Map(code, class), faults }.
// A territory whose communes do not agree, and a class that is none, are told by row.
export function zoningOf(text, known) {
  const [head, ...rows] = cells(text), names = head.map(x => x.trim().toLowerCase());
  const column = (...wanted) => wanted.map(x => names.indexOf(x)).find(i => i >= 0);
  const code = column('tvs', 'agr', 'code', 'code_tvs', 'codgeo'), name = column('zonage_regional', 'zonage', 'classe', 'class', 'zonage_nat');
  if (code === undefined || name === undefined) return null;
  const found = new Map(), faults = [];
  rows.forEach((row, i) => {
    const key = (row[code] || '').trim(), value = classOf(row[name] || '');
    if (!known.has(key)) faults.push([i + 2, key, 'unknown']);
    else if (!value) faults.push([i + 2, row[name] || '', 'class']);
    else if (found.has(key) && found.get(key) !== value) faults.push([i + 2, key, 'differs']);
    else found.set(key, value);
  });
  return {classes: found, faults};
}
