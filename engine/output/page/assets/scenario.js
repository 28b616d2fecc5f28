'use strict';
/* Changes of whatif.js as a scenario file that the engine reads (docs/scenario-file.md), and back. No page is needed here.
 * What is written is where the changes end, not how they went: the order in which the engine applies them does not matter. */
const scenario = (() => {
  const BOUNDS = { apl: 'threshold', pharmacy: 'pharmacy_minutes', emergency: 'emergency_minutes' };
  const item = (pairs) => '  - { ' + pairs.map(([key, value]) => key + ': ' + (typeof value === 'string' ? JSON.stringify(value) : value)).join(', ') + ' }';

  const supplyItems = (study, measure, from, to) => study.communes.filter((at) => from[at] !== to[at]).map((at) => item([
    ['commune', study.code[at]],
    ...(measure.service === 'gp' ? [] : [['service', measure.service]]),
    measure.acts ? ['acts', to[at] - from[at]] : ['doctors', (to[at] - from[at]) / measure.each[at]],
  ]));

  const siteItems = (study, state) => study.services.flatMap((s) => {
    const measured = state.supply.has(s.service), closed = [...state.closed.get(s.service)].map((k) => s.sites[k]);
    const isPlace = (site) => site.place >= 0 && site.code === study.code[site.place];
    return [
      ...closed.filter((site) => isPlace(site) && !state.opened.get(s.service).has(site.place)
        && !(measured && study.measures.find((m) => m.service === s.service).supply[site.place] > 0))
        .map((site) => item([['close', s.service], ['commune', site.code]])),
      ...closed.filter((site) => !isPlace(site)).map((site) => item([['close', s.service], ['site', site.code]])),
      ...(measured && !s.facilities ? [] : [...state.opened.get(s.service)])
        .filter((at) => !measured || !(state.supply.get(s.service)[at] > 0))
        .map((at) => item([['open', s.service], ['commune', study.code[at]]])),
    ];
  });

  /* `said`: what the page says of it, a comment a line. */
  const write = (study, changes, title, said = []) => {
    const year = changes.find((c) => c.kind === 'year'), lines = ['kind: scenario', 'title: ' + JSON.stringify(title), ...said.map((text) => '# ' + text.replace(/\s+/g, ' '))];
    const state = whatif.settle(study, changes), then = year ? whatif.settle(study, [year]) : null;
    const list = (key, items) => { if (items.length) lines.push(key + ':', ...items); };
    const map = (key, names) => {
      const set = new Map(changes.filter((c) => c.kind === 'threshold' && names.includes(c.name)).map((c) => [c.name, c.value]));
      if (set.size) lines.push(key + ': { ' + [...set].map(([name, value]) => (BOUNDS[name] || name) + ': ' + value).join(', ') + ' }');
    };
    map('thresholds', ['selection', 'vivier']);
    map('deserts', Object.keys(BOUNDS));
    const expected = year && study.measures.find((m) => m.years.some((y) => y.years === year.years)); /* the outlook of a study is of one service */
    if (expected) lines.push('outlook: { years: ' + year.years + (expected.service === 'gp' ? '' : ', service: ' + JSON.stringify(expected.service)) + ' }');
    const later = (section) => changes.filter((c) => c.kind === 'later' && c.section === section).map((c) => item(Object.entries(c.pairs)));
    list('supply', [...study.measures.flatMap((m) => supplyItems(study, m, (then || study.now).supply.get(m.service), state.supply.get(m.service))), ...later('supply')]);
    list('sites', [...siteItems(study, state), ...later('sites')]);
    list('roads', later('roads'));
    list('zoning', changes.filter((c) => c.kind === 'class').map((c) => item([[c.level, c.code], ['class', c.zone], ['reason', 'essai']])));
    return lines.join('\n') + '\n';
  };

  /* ---- reading ---- */

  /* The pairs of "{ commune: "62119", doctors: 2 }", or null. */
  const pairsOf = (text) => {
    const found = {}, one = /\s*(\w+)\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'{}]+?)\s*(?:,|$)/y;
    const inside = /^\{(.*)\}$/.exec(text.trim());
    if (!inside) return null;
    while (one.lastIndex < inside[1].trimEnd().length) {
      const match = one.exec(inside[1]);
      if (!match) return null;
      const [, key, value] = match;
      found[key] = value[0] === '"' ? JSON.parse(value) : value[0] === "'" ? value.slice(1, -1).replace(/''/g, "'") : value;
    }
    return found;
  };

  /* What the engine alone computes: hours and capacity of a facility, those who stop at an age, roads by a line. */
  const later = (study, section, it) => {
    const facility = section === 'sites' && it.change && study.services.some((s) => s.service === it.change && s.sites.some((site) => site.code === it.site));
    const counts = (!it.hours || study.hours.includes(it.change)) && (!it.capacity || study.capacity.includes(it.change)); /* else refused */
    const known = (facility && counts && (it.hours || Number(it.capacity) > 0)) || (section === 'supply' && study.ages && Number(it.retire_above) > 0 && (!it.commune || study.place.has(it.commune)))
      || (section === 'roads' && study.roads && (it.close || it.slow || it.open) && it.line);
    const numbers = ['capacity', 'retire_above', 'kmh'];
    return known ? { kind: 'later', section, pairs: Object.fromEntries(Object.entries(it).map(([key, value]) => [key, numbers.includes(key) ? Number(value) : value])) } : null;
  };

  const change = (study, section, it) => {
    const left = later(study, section, it);
    if (left || section === 'roads') return left;
    const at = it.commune === undefined ? undefined : study.place.get(it.commune), service = it.service || 'gp';
    const zone = it.class, measure = study.measures.find((m) => m.service === service);
    if (section === 'zoning') {
      const level = ['tvs', 'commune', 'qpv'].find((name) => it[name]);
      return level && zone && study.zoning ? { kind: 'class', level, code: it[level], zone } : null;
    }
    if (it.commune !== undefined && at === undefined) return null;
    if (section === 'supply') {
      const doctors = it.doctors !== undefined ? Number(it.doctors) : measure ? Number(it.acts) / measure.each[at] : NaN;
      return at !== undefined && measure && Number.isFinite(doctors) ? { kind: 'supply', service, place: at, doctors } : null;
    }
    const named = it.open || it.close;
    if (!study.services.some((s) => s.service === named)) return null;
    if (it.site !== undefined) return it.close ? { kind: 'close', service: named, site: it.site } : null;
    return at === undefined ? null : { kind: it.open ? 'open' : 'close', service: named, place: at };
  };

  /* { changes, refused: numbers of the lines that say something this page does not know }. */
  const read = (study, text) => {
    const changes = [], refused = [];
    let section = '';
    text.split(/\r?\n/).forEach((raw, n) => {
      const line = raw.replace(/^((?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*)#.*$/, '$1').trimEnd(), bad = () => refused.push(n + 1);
      if (!line.trim()) return;
      const key = /^(\w+):\s*(.*)$/.exec(line), listed = /^\s*-\s+(\{.*\})$/.exec(line);
      if (key) {
        section = key[1];
        if (['kind', 'title'].includes(section) || (!key[2] && ['supply', 'sites', 'zoning', 'roads'].includes(section))) return;
        const limits = ['thresholds', 'deserts', 'outlook'].includes(section) ? pairsOf(key[2]) : null;
        if (!limits) return void bad();
        if (section === 'outlook') {
          const years = Number(limits.years), known = study.measures.find((m) => m.service === (limits.service || 'gp'));
          return void (known && known.years.some((y) => y.years === years) ? changes.unshift({ kind: 'year', years }) : bad());
        }
        for (const [name, value] of Object.entries(limits)) {
          const known = section === 'deserts' ? Object.keys(BOUNDS).find((one) => BOUNDS[one] === name) : ['selection', 'vivier'].find((one) => one === name);
          known && Number(value) > 0 ? changes.push({ kind: 'threshold', name: known, value: Number(value) }) : bad();
        }
        return;
      }
      const it = listed && pairsOf(listed[1]), made = it && change(study, section, it);
      made ? changes.push(made) : bad();
    });
    return { changes, refused };
  };

  return { write, read };
})();
if (typeof module !== 'undefined') module.exports = scenario;
