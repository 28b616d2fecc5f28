'use strict';
/* Trying changes: the form, what came of it in words, figures, tables and on the map. whatif.js computes, scenario.js writes files. */
const trial = () => { /* once the page is painted */
  const $ = (id) => document.getElementById(id), data = $('essai-donnees');
  if (!data) return;
  const lang = document.documentElement.lang, words = JSON.parse($('essai-mots').textContent), look = JSON.parse($('essai-classes').textContent);
  const study = whatif.open(JSON.parse(data.textContent), $('essai-zonage') ? JSON.parse($('essai-zonage').textContent) : null);
  const communes = page.tables.get('t-communes'), select = $('couche'), map = $('carte-svg');
  const word = (key, set = {}) => words[key].replace(/\{(\w)\}/g, (all, name) => (name in set ? set[name] : all));
  const formats = [0, 1, 2].map((places) => new Intl.NumberFormat(lang, { minimumFractionDigits: places, maximumFractionDigits: places }));
  const figure = (n, places = 0) => (Number.isNaN(n) ? '–' : formats[places].format(n));
  /* Of the figures as shown: 3.91 then 3.94 differ by 0.03, whatever their other decimals. */
  const gap = (a, b, places = 0) => (Math.round(b * 10 ** places) - Math.round(a * 10 ** places)) / 10 ** places;
  const signed = (n, places = 0) => (Math.abs(n) < 0.5 * 10 ** -places ? '=' : (n > 0 ? '+' : '−') + figure(Math.abs(n), places));
  const make = (tag, set = {}, ...inside) => { const e = Object.assign(document.createElement(tag), set); e.append(...inside); return e; };
  const nameOf = (at) => study.label[at] || study.code[at];
  const nameOfService = (service) => words[service] || service;
  const inside = study.communes.filter((i) => study.inside[i]);

  /* ---- what is tried: a list of changes; undo and redo go through the lists before and after it ---- */
  let tried = [], past = [], future = [], state = study.now;
  const steps = (list) => list.filter((c, i) => !['threshold', 'year'].includes(c.kind)
    || !list.slice(i + 1).some((d) => d.kind === c.kind && d.name === c.name)); /* the last one holds */

  const inWords = (c) => {
    if (c.kind === 'supply') return word(c.doctors > 0 ? 'come' : 'leave', { s: nameOfService(c.service), n: figure(Math.abs(c.doctors), Number.isInteger(c.doctors) ? 0 : 1), c: nameOf(c.place) });
    if (c.kind === 'open') return word('open', { s: nameOfService(c.service), c: nameOf(c.place) });
    if (c.kind === 'close') {
      const site = study.services.find((s) => s.service === c.service).sites.find((one) => one.code === c.site);
      return word('close', { s: nameOfService(c.service), c: site ? site.label : nameOf(c.place) });
    }
    if (c.kind === 'class') {
      const list = c.level === 'commune' ? null : study.zoning[c.level], unit = list && list.find((one) => one.code === c.code);
      return word('class', { c: (unit && unit.label) || (study.place.has(c.code) ? nameOf(study.place.get(c.code)) : c.code), z: c.zone });
    }
    if (c.kind === 'year') return word('year', { n: c.years });
    if (c.kind === 'later') return laterInWords(c) + ' ' + words.later;
    return word('threshold', { t: words['t' + c.name] || words[c.name], n: c.value.toLocaleString(lang) });
  };

  /* ---- groups of people: those that the study names, then all, each by their own mode ---- */
  const named = study.groups.map((g, at) => ({ name: g.name, share: g.share, at })).slice(1);
  const groupsOf = (result) => {
    const found = result.groups.get('gp');
    if (!found) return [];
    return [...named.map((g) => ({ ...g, value: found.of[g.at] })), { name: null, share: null, value: found.all }];
  };
  const ofGroup = (text, g) => (g ? word('ofgroup', { t: text, g: g.name }) : text);
  const nameOfGroup = (g) => (g.name ? word('group', { g: g.name }) : words.everyone);
  const personsOf = (i, share) => (study.persons[i] || 0) * (share ? share[i] : 1);

  /* ---- figures ---- */
  const totals = (result) => {
    const apl = result.access.get('gp'), sum = { under: NaN, pharmacy: NaN, emergency: NaN, any: NaN, mean: NaN, least: NaN };
    let weighted = 0, weight = 0, any = 0;
    for (const i of inside) {
      const lacks = whatif.lacks(study, result, i), persons = study.persons[i] || 0;
      for (const [name, key] of [['apl', 'under'], ['pharmacy', 'pharmacy'], ['emergency', 'emergency']])
        if (lacks[name] !== null) sum[key] = (Number.isNaN(sum[key]) ? 0 : sum[key]) + (lacks[name] ? persons : 0);
      if (lacks.apl || lacks.pharmacy || lacks.emergency) any += persons;
      if (!apl || Number.isNaN(apl[i])) continue;
      if (persons > 0) sum.least = Number.isNaN(sum.least) ? apl[i] : Math.min(sum.least, apl[i]);
    }
    if (![sum.under, sum.pharmacy, sum.emergency].some(Number.isNaN)) sum.any = any; /* one of the three unknown: so is this */
    const gp = study.measures.find((m) => m.service === 'gp');
    for (let i = 0; gp && i < study.count; i++) {
      if (!study.inside[i] || study.commune[i] < 0 || Number.isNaN(apl[i])) continue;
      weighted += gp.demand[i] * apl[i];
      weight += gp.demand[i];
    }
    sum.mean = weight > 0 ? weighted / weight : NaN;
    sum.groups = groupsOf(result).map(({ value, share }) => inside.reduce((n, i) => n + (value[i] < result.limits.apl ? personsOf(i, share) : 0), 0));
    const far = (name, { at, share }) => inside.reduce((n, i) => {
      const lacks = whatif.lacks(study, result, i, at)[name];
      return lacks === null ? n : (Number.isNaN(n) ? 0 : n) + (lacks ? personsOf(i, share) : 0);
    }, NaN);
    for (const name of ['pharmacy', 'emergency']) sum[name + 'groups'] = named.map((g) => far(name, g));
    return sum;
  };
  const before = totals(study.now);

  const showFigures = (now) => {
    const limits = state.limits, cards = [];
    const card = (title, was, is, places, lowIsGood) => {
      if (Number.isNaN(is)) return;
      const good = (is - was) * (lowIsGood ? -1 : 1), none = gap(was, is, places) === 0;
      cards.push(make('div', { className: 'carton' }, make('dt', {}, title), make('dd', {}, make('b', {}, figure(is, places)),
        none ? words.same : make('span', { className: good > 0 ? 'hausse' : 'baisse' }, signed(gap(was, is, places), places)),
        none ? '' : make('small', {}, word('today', { n: figure(was, places) })))));
    };
    card(word('under', { n: figure(limits.apl, 1) }), before.under, now.under, 0, true);
    if (limits.pharmacy) card(word('farpharmacy', { n: figure(limits.pharmacy) }), before.pharmacy, now.pharmacy, 0, true);
    if (limits.emergency) card(word('faremergency', { n: figure(limits.emergency) }), before.emergency, now.emergency, 0, true);
    card(words.any, before.any, now.any, 0, true);
    groupsOf(state).forEach((g, k) => card(nameOfGroup(g) + word('undergroup', { n: figure(limits.apl, 1) }), before.groups[k], now.groups[k], 0, true));
    for (const name of ['pharmacy', 'emergency'])
      if (limits[name]) named.forEach((g, k) => card(nameOfGroup(g) + word('far' + name + 'group', { n: figure(limits[name]) }), before[name + 'groups'][k], now[name + 'groups'][k], 0, true));
    card(words.mean, before.mean, now.mean, 2, false);
    card(words.least, before.least, now.least, 2, false);
    if (state.zoning) for (const g of gauges()) cards.push(g);
    $('essai-chiffres').replaceChildren(...cards);
  };

  const gauges = () => {
    const { rule, gauges: is } = state.zoning, was = study.now.zoning.gauges;
    /* the class of some people is unknown: a share is then a lower bound, and none is unknown */
    const said = (n, open) => (Number.isNaN(n) || (open && n === 0) ? words.unknown : open ? word('atleast', { n: figure(n, 1) + '\u00a0%' }) : figure(n, 1) + '\u00a0%');
    const one = (title, old, now, most, wasOpen, isOpen, note) => make('div', { className: 'carton' }, make('dt', {}, title), make('dd', {}, make('b', {}, said(now, isOpen)), note || '',
      most === null ? '' : word(now > most + 1e-9 ? 'over' : 'ceiling', { n: figure(most, 1) + '\u00a0%' }), make('small', {}, word('today', { n: said(old, wasOpen) }))));
    const open = (g) => g.share.inconnu > 0;
    const list = ['ZIP', 'ZAC', 'ZAR'].filter((z) => z in is.share || z in was.share)
      .map((z) => one(word('gauge', { z }), was.share[z] || 0, is.share[z] || 0, z === 'ZIP' ? rule.zip_max_pct : z === 'ZAC' ? rule.zac_max_pct : null, open(was), open(is)));
    /* a share of the vivier, which those whose frame is unknown would widen: no lower bound */
    const margin = (g) => (g.margin === 0 && (open(g) || g.maybe > 0) ? NaN : g.marginPct);
    if (rule.margin_max_pct !== null && !(Number.isNaN(margin(is)) && Number.isNaN(margin(was))))
      list.push(one(words.margin, margin(was), margin(is), rule.margin_max_pct, false, false,
        is.unframed > 0 && !Number.isNaN(margin(is)) ? make('small', {}, word('unframed', { n: figure(is.unframed) })) : ''));
    if ((open(was) || open(is)) && !(was.share.inconnu === 100 && is.share.inconnu === 100)) list.push(one(words.unclassed, was.share.inconnu || 0, is.share.inconnu || 0, null, false, false));
    return list;
  };

  /* ---- who gains, who loses ---- */
  const timesOf = (result, service, group) => whatif.timesOf(result, service, group ? group.at : 0);
  const shifts = (valueOf, timeOf) => {
    const found = [], apl = study.now.access.get('gp');
    if (apl) {
      const [a, b] = valueOf((result) => result.access.get('gp'));
      if (Math.abs(b - a) > 1e-9) found.push({ a, b, places: 2, over: false, size: Math.abs(b - a), good: b > a, kind: 'apl' });
    }
    groupsOf(study.now).forEach((g, k) => {
      const [a, b] = valueOf((result) => groupsOf(result)[k].value, g.share);
      if (Math.abs(b - a) > 1e-9) found.push({ a, b, places: 2, over: false, size: Math.abs(b - a), good: b > a, kind: 'apl', group: g });
    });
    for (const s of study.services) for (const group of [undefined, ...named]) {
      const [a, b, over] = timeOf(s.service, group);
      if (!over && (Math.abs(b - a) < 1e-9 || (Number.isNaN(a) && Number.isNaN(b)))) continue;
      found.push({ a, b, places: 1, over, size: over || Number.isNaN(b - a) ? Infinity : Math.abs(b - a), good: b < a || (Number.isNaN(a) && !Number.isNaN(b)), kind: s.service, group });
    }
    return found;
  };
  const shiftsOf = (i) => shifts((of) => [of(study.now)[i], of(state)[i]],
    (service, group) => [timesOf(study.now, service, group).minutes[i], timesOf(state, service, group).minutes[i], timesOf(state, service, group).over[i] === 1]);
  const shiftsOfQuarter = (q) => shifts((of, share) => [whatif.quarter(study, of(study.now), q, share), whatif.quarter(study, of(state), q, share)],
    (service, group) => [...[study.now, state].map((result) => whatif.quarter(study, timesOf(result, service, group).minutes, q, group && group.share)), false]);

  const wordsOf = (kind, group) => (kind !== 'apl' ? ofGroup(word('time', { s: nameOfService(kind) }), group) : group ? word('accessgroup', { g: nameOfGroup(group) }) : words.access);
  const rowOf = ({ name, persons, a, b, places, over, good, kind, group }) => {
    const cell = (text, css = 'n') => make('td', { className: css }, text);
    return make('tr', {}, make('th', { scope: 'row' }, name), cell(persons === null ? '–' : figure(persons)),
      cell(wordsOf(kind, group), ''), cell(figure(a, places)),
      cell(over ? word('more', { n: figure(study.limit) }) : Number.isNaN(b) ? words.unknown : figure(b, places)),
      cell(over || Number.isNaN(b - a) ? '' : signed(gap(a, b, places), places), 'n ' + (good ? 'hausse' : 'baisse')));
  };
  const table = (caption, rows) => {
    const body = make('tbody');
    const show = (n) => body.append(...rows.slice(body.rows.length, n).map(rowOf));
    show(15);
    const frame = make('div', { className: 'cadre', tabIndex: 0 }, make('table', {}, make('caption', {}, caption),
      make('thead', {}, make('tr', {}, ...[0, 1, 2, 3, 4, 5].map((k) => make('th', { scope: 'col', className: [1, 3, 4, 5].includes(k) ? 'n' : '' }, words['column' + k])))), body));
    frame.setAttribute('role', 'region');
    frame.setAttribute('aria-label', caption);
    frame.addEventListener('scroll', () => { if (frame.scrollTop + frame.clientHeight > frame.scrollHeight - 200) show(body.rows.length + 100); }, { passive: true });
    return frame;
  };

  const showTables = (moved) => {
    const rows = [...moved].flatMap(([i, list]) => list.map((s) => ({ ...s, name: nameOf(i), persons: study.persons[i] === null ? null : personsOf(i, s.group && s.group.share) })));
    const quarters = study.qpv.flatMap((q) => shiftsOfQuarter(q).map((s) => ({ ...s, name: q.label || q.code, persons: q.persons === null || !(s.group && s.group.share) ? q.persons : q.persons * whatif.quarter(study, s.group.share, q) })));
    const order = (r, s) => (s.size === r.size ? 0 : s.size - r.size) || (s.persons || 0) - (r.persons || 0);
    const places = new Set(quarters.map((q) => q.name)).size;
    $('essai-tables').replaceChildren(...(rows.length ? [table(word('moved', { n: figure(moved.size) }), rows.sort(order))] : []),
      ...(quarters.length ? [table(word('movedqpv', { n: figure(places) }), quarters.sort(order))] : []));
  };

  /* ---- the map and the table of communes ---- */
  const SHIFT = ['#b2182b', '#ef8a62', '#fddbc7', '#f7f7f7', '#d1e5f0', '#67a9cf', '#2166ac'];
  const STEPS = { apl: [0.1, 0.5], time: [2, 5] };
  const legend = (key, caption, lines) => {
    let box = document.querySelector('.cle[data-couche=' + key + ']');
    if (!box) {
      box = make('div', { className: 'cle', hidden: true });
      box.dataset.couche = key;
      [...document.querySelectorAll('.cle')].pop().after(box);
    }
    box.replaceChildren(make('table', { className: 'classes' }, make('caption', {}, caption), make('tbody', {}, ...lines.filter((l) => l.count).map((l) => {
      const dot = make('i', { className: 'couleur' });
      dot.style.background = l.colour;
      return make('tr', {}, make('th', { scope: 'row' }, dot, l.text), make('td', { className: 'n' }, figure(l.count)), make('td', { className: 'n' }, figure(l.persons)));
    }))));
  };
  const count = (classes, of) => {
    const lines = classes.map(([colour, text]) => ({ colour, text, count: 0, persons: 0 }));
    for (const i of inside) { const l = lines[of(i)]; if (l) { l.count++; l.persons += personsOf(i, watched && watched.share); } }
    return lines;
  };
  const classOf = (apl) => { let k = 0; while (k < look.borders.length && apl >= look.borders[k]) k++; return k; };
  const borderWords = (k) => (k === 0 ? '< ' + figure(look.borders[0], 1) : k === look.borders.length ? '≥ ' + figure(look.borders[k - 1], 1)
    : figure(look.borders[k - 1], 1) + ' – ' + figure(look.borders[k], 1));
  let subject = 'apl', watched, shiftClass = () => 3; /* watched: the group whose layer was last chosen on the map; undefined: everybody */
  const numberOf = (group) => (group ? group.at : 0), isShown = (s, group) => s.kind === subject && numberOf(s.group) === numberOf(group);
  /* The state tried, of access or of the times to the service last changed: class, colour and words of each class. */
  const BEYOND = 5, NOT_KNOWN = 6, UNKNOWN = '#e8e8e8', ofTime = () => subject !== 'apl' && subject in look.minutes;
  const timeClass = (i) => {
    const { minutes, over } = timesOf(state, subject, watched), borders = look.minutes[subject], t = minutes[i];
    if (Number.isNaN(t)) return over[i] !== 1 ? NOT_KNOWN : study.limit >= borders[3] ? 4 : BEYOND; /* longer than the limit of the pairs */
    let k = 0;
    while (k < borders.length && t > borders[k] + 1e-6) k++;
    return k;
  };
  const triedClass = (i) => {
    if (ofTime()) return timeClass(i);
    const access = whatif.accessOf(state, numberOf(watched)), value = access ? access[i] : NaN;
    return Number.isNaN(value) ? NOT_KNOWN : classOf(value);
  };
  const timeWords = (k) => {
    const borders = look.minutes[subject], said = (n) => n.toLocaleString(lang);
    if (k === BEYOND) return word('beyond', { n: said(study.limit) });
    return k === 0 ? word('upto', { n: said(borders[0]) }) : k === borders.length ? word('beyond', { n: said(borders[k - 1]) })
      : word('between', { n: said(borders[k - 1]), m: said(borders[k]) });
  };
  const triedColours = () => { const shades = ofTime() ? look.times : look.colours; return [...shades, shades[4], UNKNOWN]; };
  const colours = { essai: (i) => triedColours()[triedClass(i)], ecart: (i) => SHIFT[shiftClass(i)] };

  const outlines = map ? inside.map((i) => $('c' + study.code[i])) : [], filled = inside.map(() => '');
  const paint = () => {
    if (!select || !map) return;
    const of = colours[select.value];
    inside.forEach((i, k) => {
      const fill = of ? of(i) : '';
      if (outlines[k] && filled[k] !== fill) outlines[k].style.fill = filled[k] = fill;
    });
  };
  const showLayers = (moved) => {
    if (!select || !map) return;
    if (!select.querySelector('[value=essai]'))
      for (const [value, text] of [['ecart', words.shift], ['essai', words.layer]]) select.append(make('option', { value }, text));
    const cuts = STEPS[subject] || STEPS.time, small = cuts[0].toLocaleString(lang), large = cuts[1].toLocaleString(lang);
    shiftClass = (i) => {
      const s = (moved.get(i) || []).find((one) => isShown(one, watched)), far = s ? cuts.filter((cut) => s.size >= cut).length : 0;
      return !s ? 3 : s.good ? 4 + far : 2 - far;
    };
    const title = ofGroup(ofTime() ? word('layertime', { s: nameOfService(subject) }) : words.layer, watched);
    select.querySelector('[value=essai]').textContent = title;
    select.querySelector('[value=ecart]').textContent = ofGroup(words.shift, watched);
    legend('essai', title, count(triedColours().map((c, k) => [c, k === NOT_KNOWN ? words.unknown : ofTime() ? timeWords(k) : k < BEYOND ? borderWords(k) : '']), triedClass));
    legend('ecart', ofGroup(subject === 'apl' ? words.shiftapl : word('shifttime', { s: nameOfService(subject) }), watched),
      count(['lost2', 'lost1', 'lost0', 'still', 'won0', 'won1', 'won2'].map((key, k) => [SHIFT[k], word(key, { n: small, m: large })]), (i) => shiftClass(i)));
    paint();
  };
  const showLayer = (key) => {
    if (!select || select.value === key) return;
    select.value = key;
    select.dispatchEvent(new Event('change'));
  };
  /* The layers of the group numbered n from 0 on the map of the page are on, in, jn, kn, and rn of its share. */
  const watch = () => {
    if (colours[select.value]) return paint();
    const layer = /^[roijk](\d+)$/.exec(select.value), before = watched;
    watched = layer ? named[layer[1]] : undefined;
    return watched === before ? paint() : showLayers(latest);
  };
  let latest = new Map(); /* what moved, by commune */
  if (select) select.addEventListener('change', watch);

  /* What a commune lacks in the words of the table; only where these words are those of today, of the three criteria of the page. */
  const LACKS = [['apl', 'lackgp'], ['pharmacy', 'lackpharmacy'], ['emergency', 'lackemergency']];
  const lacking = (result, i) => {
    const found = whatif.lacks(study, result, i), list = (is) => LACKS.filter(([name]) => found[name] === is).map(([, key]) => words[key]);
    const known = list(true).join(' + '), unknown = list(null).join(', ');
    return known + (unknown ? (known ? ' ; ' : '') + words.unknown + ' : ' + unknown : '');
  };
  const columnOf = (name) => (communes ? communes.heads.findIndex((h) => h.dataset.nom === name) : -1);
  const zoned = new Map(study.zoning ? study.zoning.communes.map(([place], k) => [place, k]) : []);
  let others = null; /* GPs, lacks and class: [column, the text of a commune after the trial, its text today] */
  const followers = () => {
    const gp = study.measures.find((m) => m.service === 'gp'), records = communes.records();
    const number = new Map(), at = columnOf('nb_gp'), lack = columnOf('desert_lib'), list = [];
    for (const r of records) number.set(study.place.get(r.cells[0]), at < 0 ? NaN : page.number(r.cells[at]));
    const gps = (result, i) => number.get(i) + (result.supply.get('gp')[i] - study.now.supply.get('gp')[i]) / gp.each[i];
    if (at >= 0 && gp && !study.squares) list.push([at, (i) => figure(gps(state, i), 1)]);
    const told = records.filter((r) => study.place.has(r.cells[0]));
    if (lack >= 0 && told.every((r) => lacking(study.now, study.place.get(r.cells[0])) === r.cells[lack]))
      list.push([lack, (i) => lacking(state, i)]);
    if (columnOf('zonage') >= 0 && study.zoning) list.push([columnOf('zonage'), (i) => (zoned.has(i) ? state.zoning.zone[zoned.get(i)] : null)]);
    return list;
  };
  const columns = ['apl', 't_gp', 't_pharma', 't_urgence'].map(columnOf);
  let touched = false;
  const showTable = (any) => {
    touched = touched || any;
    if (!communes || !touched) return;
    const values = [state.access.get('gp'), ...['gp', 'pharmacy', 'emergency'].map((s) => state.times.get(s))];
    for (const record of communes.records()) {
      const i = study.place.get(record.cells[0]);
      if (i === undefined) continue;
      others = others || followers();
      for (const [at, textOf] of others) {
        const text = textOf(i);
        if (text === null || record.cells[at] === text) continue;
        record.cells[at] = text;
        if (record.row && record.row.cells[at]) record.row.cells[at].textContent = text;
      }
      columns.forEach((at, k) => {
        if (at < 0 || !values[k]) return;
        const one = k ? values[k].minutes[i] : values[k][i];
        const text = k && values[k].over[i] === 1 ? '> ' + figure(study.limit) : figure(one, k ? 1 : 2);
        if (record.cells[at] === text) return;
        record.cells[at] = text;
        const cell = record.row && record.row.cells[at];
        if (!cell) return;
        const dot = cell.querySelector('i');
        if (dot) dot.className = 'c' + classOf(one);
        cell.lastChild.textContent = text;
      });
    }
  };

  const laterInWords = ({ section, pairs }) => {
    if (section === 'roads') return word(pairs.close ? 'roadclosed' : pairs.slow ? 'roadslow' : 'roadopen', { n: pairs.kmh });
    if (section === 'supply') return word('retire', { n: pairs.retire_above, c: pairs.commune ? ' – ' + nameOf(study.place.get(pairs.commune)) : '' });
    const site = study.services.find((s) => s.service === pairs.change).sites.find((one) => one.code === pairs.site);
    return [pairs.hours && word('hours', { c: site.label, n: pairs.hours }), pairs.capacity && word('capacity', { c: site.label, n: figure(pairs.capacity) })].filter(Boolean).join(', ');
  };

  /* ---- after each step ---- */
  const say = (text) => { $('essai-dit').textContent = text; };
  const refresh = (first) => {
    const list = steps(tried);
    state = whatif.compute(study, list);
    const now = totals(state), moved = new Map(), gone = { won: 0, lost: 0 };
    for (const i of inside) {
      const found = shiftsOf(i);
      if (found.length) moved.set(i, found);
      const s = found.find((one) => isShown(one));
      if (s) gone[s.good ? 'won' : 'lost'] += study.persons[i] || 0;
    }
    $('essai-liste').replaceChildren(...list.map((c) => make('li', {}, inWords(c))));
    showFigures(now);
    showTables(moved);
    showTable(list.length > 0);
    latest = moved;
    showLayers(moved);
    if (list.length && first) showLayer('ecart');
    if (!list.length && select && colours[select.value]) showLayer(select.options[0].value);
    for (const [id, on] of [['annuler', past.length], ['retablir', future.length], ['effacer', list.length], ['enregistrer', list.length], ['lien', list.length],
      ['volet', list.length && swipe && !$('toile')]])
      $('essai-' + id).disabled = !on;
    const told = subject === 'apl' ? word('said', { n: figure(now.under), d: Math.round(now.under) === Math.round(before.under) ? words.same : signed(now.under - before.under), g: figure(gone.won), p: figure(gone.lost) })
      : word('saidtime', { s: nameOfService(subject), g: figure(gone.won), p: figure(gone.lost) });
    return list.length ? [told, ...groupsSaid(now)].join(' ') : words.none;
  };
  const groupsSaid = (now) => [...groupsOf(state).map((g, k) => {
    const was = groupsOf(study.now)[k].value, gone = { won: 0, lost: 0 };
    for (const i of inside) if (Math.abs(g.value[i] - was[i]) > 1e-9) gone[g.value[i] > was[i] ? 'won' : 'lost'] += personsOf(i, g.share);
    return word('saidgroup', { s: nameOfGroup(g), n: figure(now.groups[k]), d: gap(before.groups[k], now.groups[k]) === 0 ? words.same : signed(gap(before.groups[k], now.groups[k])), g: figure(gone.won), p: figure(gone.lost) });
  }), ...(subject === 'apl' ? [] : named.map((g) => {
    const gone = { won: 0, lost: 0 };
    for (const [i, list] of latest) for (const s of list) if (isShown(s, g)) gone[s.good ? 'won' : 'lost'] += personsOf(i, g.share);
    return word('saidtime', { s: ofGroup(nameOfService(subject), g), g: figure(gone.won), p: figure(gone.lost) });
  }))];
  const become = (list) => {
    past.push(tried);
    tried = list;
    future = [];
  };
  const apply = (step) => {
    const first = tried.length === 0;
    become([...tried, ...step]);
    const last = step[step.length - 1];
    if (last.service) subject = last.kind === 'supply' || last.service === 'gp' ? 'apl' : last.service;
    say(step.map(inWords).join(' ') + '. ' + refresh(first));
  };

  /* ---- the form ---- */
  const option = (value, text) => make('option', { value }, text);
  const folded = new Map(study.communes.map((i) => [i, page.plain(nameOf(i))]));
  const placeOf = (text) => {
    const code = /\(([0-9A-Z]+)\)\s*$/.exec(text), wanted = page.plain(text.replace(/\([0-9A-Z]+\)\s*$/, ''));
    if (code && study.place.has(code[1])) return study.place.get(code[1]);
    if (study.place.has(text.trim())) return study.place.get(text.trim());
    const exact = study.communes.filter((i) => folded.get(i) === wanted), start = wanted ? study.communes.filter((i) => folded.get(i).startsWith(wanted)) : [];
    return exact[0] !== undefined ? exact.find((i) => study.inside[i]) ?? exact[0] : start.length === 1 ? start[0] : undefined;
  };
  const shown = (i) => nameOf(i) + ' (' + study.code[i] + ')';
  const services = (kind) => (['come', 'leave', 'move'].includes(kind) ? study.measures.map((m) => m.service) : study.services.map((s) => s.service).filter((s) => !['hours', 'capacity'].includes(kind) || study[kind].includes(s)));
  const has = { class: !!study.zoning, year: study.measures.some((m) => m.years.length), close: study.services.length > 0, open: study.services.length > 0,
    hours: services('hours').length > 0, capacity: services('capacity').length > 0, retire: study.ages && study.measures.some((m) => m.service === 'gp'), road: study.roads };
  for (const kind of ['class', 'year', 'open', 'close', 'hours', 'capacity', 'retire', 'road']) if (!has[kind]) $('essai-quoi').querySelector('[value=' + kind + ']').remove();
  if (study.communes.length < 6000) $('essai-noms').append(...study.communes.map((i) => option(shown(i), '')));

  const sitesAt = (service, at) => {
    const s = study.services.find((one) => one.service === service);
    const far = (site) => (site.commune >= 0 && study.inside[site.commune] ? 0 : 1); /* those of the territory first */
    return s ? s.sites.filter((site) => at === undefined || site.commune === at)
      .sort((a, b) => far(a) - far(b) || a.label.localeCompare(b.label, lang)) : [];
  };
  const fillSites = () => {
    const service = $('essai-service').value, at = placeOf($('essai-ou').value), sites = sitesAt(service, at);
    if (!sites.length) {
      const none = service ? words.nosite : words.noservice;
      $('essai-site').replaceChildren(option('', none));
      if (service) say(none);
      return;
    }
    $('essai-site').replaceChildren(...sites.slice(0, 500).map((site) => option(site.code, site.label + (site.commune < 0 || site.label === nameOf(site.commune) ? '' : ' – ' + nameOf(site.commune)))));
  };
  const fillUnits = () => {
    if (!study.zoning) return;
    const level = $('essai-niveau').value;
    $('essai-unites').replaceChildren(...(level === 'commune' ? inside.map((i) => option(shown(i), ''))
      : study.zoning[level].filter((u) => level !== 'tvs' || u.persons > 0).map((u) => option((u.label || u.code) + ' (' + u.code + ')', ''))));
  };
  const fillValue = () => {
    const name = $('essai-seuil').value, z = state.zoning;
    $('essai-valeur').value = name in state.limits ? state.limits[name] : name === 'selection' ? z.rule.national_max : z.rule.vivier_max;
  };
  /* A site belongs to the service that its reader has in mind: none is taken for granted. */
  const asksService = (kind) => ['open', 'close', 'hours', 'capacity'].includes(kind);
  const asksSite = (kind) => ['close', 'hours', 'capacity'].includes(kind);
  let arranged = '';
  const arrange = () => {
    const kind = $('essai-quoi').value, kept = $('essai-service').value, found = services(kind), ask = asksService(kind) && found.length > 1;
    document.querySelectorAll('#essai-form [data-pour]').forEach((p) => { p.hidden = !p.dataset.pour.split(' ').includes(kind); });
    $('essai-service').replaceChildren(...(ask ? [option('', words.chooseservice)] : []), ...found.map((s) => option(s, nameOfService(s))));
    if (found.includes(kept) && (!ask || asksService(arranged))) $('essai-service').value = kept;
    arranged = kind;
    if (asksSite(kind)) fillSites();
    if (kind === 'threshold') fillValue();
  };
  $('essai-seuil').append(...['apl', ...study.services.filter((s) => s.limit !== null).map((s) => s.service),
    ...(study.zoning && study.zoning.rule.national_max !== null ? ['selection', 'vivier'] : [])].map((name) => option(name, words['t' + name] || words[name])));
  if (has.class) {
    $('essai-niveau').append(...['tvs', 'commune', 'qpv'].map((level) => option(level, words[level])));
    $('essai-classe').append(...['ZIP', 'ZAC', 'ZAR', 'ZV', 'HZ'].map((z) => option(z, z)));
    fillUnits();
  }
  const years = [...new Set(study.measures.flatMap((m) => m.years.map((y) => y.years)))];
  $('essai-annees').append(...years.map((y) => option(y, y)));
  $('essai-quoi').addEventListener('change', arrange);
  $('essai-niveau').addEventListener('change', fillUnits);
  $('essai-seuil').addEventListener('change', fillValue);
  for (const id of ['essai-ou', 'essai-service']) $(id).addEventListener('change', () => { if (asksSite($('essai-quoi').value)) fillSites(); });

  /* Lines of the scenario that this page cannot compute. */
  const HOURS = /^(24\/7|((Mo|Tu|We|Th|Fr|Sa|Su)([-,](Mo|Tu|We|Th|Fr|Sa|Su))* \d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*)(; ?(Mo|Tu|We|Th|Fr|Sa|Su)([-,](Mo|Tu|We|Th|Fr|Sa|Su))* \d\d:\d\d-\d\d:\d\d)*)$/;
  const LINE = /^LINESTRING ?\((-?\d+(\.\d+)? -?\d+(\.\d+)?)(, ?-?\d+(\.\d+)? -?\d+(\.\d+)?)+\)$/i;
  const askedLater = (kind, service) => {
    const line = (section, pairs) => [{ kind: 'later', section, pairs }], number = $('essai-nombre').valueAsNumber;
    if (kind === 'road') {
      const text = $('essai-trace').value.trim(), kmh = $('essai-vitesse').valueAsNumber, how = $('essai-route').value;
      if (!LINE.test(text)) return words.noline;
      return how === 'close' ? line('roads', { close: 'across', line: text }) : kmh > 0 ? line('roads', { [how]: 'along', line: text, kmh }) : words.nonumber;
    }
    if (kind === 'retire') {
      const where = $('essai-ou').value.trim(), at = placeOf(where);
      if (where && at === undefined) return words.nocommune;
      return number > 0 ? line('supply', { retire_above: number, ...(where ? { commune: study.code[at] } : {}) }) : words.nonumber;
    }
    const site = sitesAt(service, placeOf($('essai-ou').value)).find((one) => one.code === $('essai-site').value);
    if (!site || (site.place >= 0 && site.code === study.code[site.place])) return words.nosite;
    if (kind === 'capacity') return number > 0 ? line('sites', { change: service, site: site.code, capacity: number }) : words.nonumber;
    return HOURS.test($('essai-horaires').value.trim()) ? line('sites', { change: service, site: site.code, hours: $('essai-horaires').value.trim() }) : words.nohours;
  };

  /* The step that the form asks for, or why there is none. */
  const asked = () => {
    const kind = $('essai-quoi').value, service = $('essai-service').value;
    if (kind === 'year') return [{ kind, years: Number($('essai-annees').value) }];
    if (kind === 'threshold') {
      const value = $('essai-valeur').valueAsNumber;
      return value > 0 ? [{ kind, name: $('essai-seuil').value, value }] : words.nonumber;
    }
    if (kind === 'class') {
      const level = $('essai-niveau').value, text = $('essai-unite').value, code = /\(([^()]+)\)\s*$/.exec(text), at = placeOf(text);
      const unit = level === 'commune' ? at !== undefined && { code: study.code[at] }
        : study.zoning[level].find((u) => u.code === (code ? code[1] : text.trim()) || page.plain(u.label || '') === page.plain(text));
      return unit ? [{ kind, level, code: unit.code, zone: $('essai-classe').value }] : words.noplace;
    }
    if (asksService(kind) && !service) return words.noservice;
    if (['hours', 'capacity', 'retire', 'road'].includes(kind)) return askedLater(kind, service);
    if (kind === 'close') {
      const site = sitesAt(service, placeOf($('essai-ou').value)).find((one) => one.code === $('essai-site').value);
      if (!site) return words.nosite;
      return [site.place >= 0 && site.code === study.code[site.place] ? { kind, service, place: site.place } : { kind, service, site: site.code }];
    }
    const place = placeOf($('essai-ou').value), to = kind === 'move' ? placeOf($('essai-vers').value) : undefined;
    if (place === undefined || (kind === 'move' && to === undefined)) return words.nocommune;
    if (kind === 'open') return [{ kind, service, place }];
    const doctors = $('essai-nombre').valueAsNumber, there = state.supply.get(service)[place] / study.measures.find((m) => m.service === service).each[place];
    if (!(doctors > 0)) return words.nonumber;
    if (kind !== 'come' && doctors > there * (1 + 1e-9)) return word('toomany', { n: figure(there, Number.isInteger(there) ? 0 : 1), c: nameOf(place) });
    return [...(kind === 'come' ? [] : [{ kind: 'supply', service, place, doctors: -doctors }]), ...(kind === 'leave' ? [] : [{ kind: 'supply', service, place: to ?? place, doctors }])];
  };
  $('essai-form').addEventListener('submit', (e) => {
    e.preventDefault();
    const step = asked();
    typeof step === 'string' ? say(step) : apply(step);
  });
  page.chosen.push((code) => {
    const i = study.place.get(code);
    if (i === undefined) return;
    $('essai-ou').value = shown(i);
    if (asksSite($('essai-quoi').value)) fillSites();
  });

  /* ---- undo, files, links ---- */
  const restore = (from, to, told) => {
    if (!from.length) return;
    to.push(tried);
    tried = from.pop();
    say(told + ' ' + refresh(false));
  };
  const press = (id, does) => $('essai-' + id).addEventListener('click', does);
  press('annuler', () => restore(past, future, words.undone));
  press('retablir', () => restore(future, past, words.redone));
  press('effacer', () => { become([]); say(refresh(false)); });
  press('enregistrer', () => page.download(new Blob([scenario.write(study, steps(tried), words.title, groupsSaid(totals(state)))], { type: 'text/yaml' }), 'scenario.yaml'));
  const take = (list, told) => {
    const kept = tried.length > 0;
    become(list);
    say(told + ' ' + (kept ? words.kept + ' ' : '') + refresh(true));
  };
  $('essai-fichier').addEventListener('change', async () => {
    const file = $('essai-fichier').files[0];
    if (!file) return;
    const { changes: list, refused } = scenario.read(study, await file.text());
    $('essai-fichier').value = '';
    if (!list.length) return say(words.stranger); /* what is tried stays */
    take(list, refused.length ? word('unread', { n: refused.join(', ') }) : words.read);
  });
  press('volet', () => {
    const today = watched ? { apl: 'o', gp: 'i', pharmacy: 'j', emergency: 'k' }[subject] + (watched.at - 1) : { apl: 'c', gp: 't', pharmacy: 'p', emergency: 'u' }[subject];
    swipe.open(select.querySelector('[value=' + today + ']') ? today : undefined, 'essai');
    $('carte').scrollIntoView();
    $('volet').focus({ preventScroll: true });
  });
  press('lien', async () => {
    const bytes = new TextEncoder().encode(scenario.write(study, steps(tried), words.title));
    history.replaceState(null, '', '#essai=' + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''));
    try {
      await navigator.clipboard.writeText(location.href);
      say(words.copied);
    } catch {
      say(words.link);
    }
  });
  const follow = () => {
    const found = /^#essai=([\w-]+)$/.exec(location.hash);
    if (!found) return;
    try {
      const bytes = Uint8Array.from(atob(found[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
      const { changes: list, refused } = scenario.read(study, new TextDecoder().decode(bytes));
      if (!list.length) return say(words.stranger);
      take(list, refused.length ? word('unread', { n: refused.join(', ') }) : words.read);
    } catch {
      say(words.stranger);
    }
  };
  addEventListener('hashchange', follow);

  $('essai').hidden = false;
  arrange();
  say(refresh(false));
  follow();
  setTimeout(() => communes && communes.records()); /* read before the first change asks for them */
};
requestAnimationFrame(() => setTimeout(trial));
