// A version of a zoning: a scenario file, a line for each change, made for git; and its history.
import {isClass} from '/assets/classes.js';

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
      else if ((found = /^ +- \{ (tvs|commune|qpv): ("[^"]*"|\w+), class: ([^",:{}]+?)(?:, reason: ("(?:[^"\\]|\\.)*"|[^",{}]+))? \}$/.exec(line)) && isClass(found[3]))
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
