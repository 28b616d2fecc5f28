'use strict';
/* What would be if supply, sites, classes or thresholds were others: the formulas of the engine, exact, on the data that the
 * engine put into the page (docs/methods/what-if.md). No page is needed here: tests run this file alone.
 *
 *   access     A_i = SUM_j S_j / V_j * W_ij    S supply, W decay of the time, V_j = SUM_k P_k W_kj: it does not depend on supply
 *   by group   A_im = SUM_j S_j / V_j * W_ijm, V_j = SUM_m SUM_k s_km P_k W_kjm: people who travel in their own way share the supply;
 *              A_i = SUM_m s_im A_im
 *   time       of the nearest open site; known up to `limit`, and beyond it to the nearest site of today; by group, as each travels
 *   gauges     persons by class, those of neighbourhoods of another class apart
 *
 * A change is one of
 *   { kind: 'supply', service, place, doctors }     professionals that come, or leave (negative)
 *   { kind: 'open', service, place }
 *   { kind: 'close', service, place } or { kind: 'close', service, site }
 *   { kind: 'year', years }                         supply expected then, before any other change of supply
 *   { kind: 'class', level: 'tvs' | 'commune' | 'qpv', code, zone }
 *   { kind: 'threshold', name: 'apl' | 'pharmacy' | 'emergency' | 'selection' | 'vivier', value }
 *   { kind: 'later', section, pairs }               a line of a scenario file that the engine alone computes: it changes nothing here
 */
const whatif = (() => {
  const PER_MINUTE = 600, LONGER = 1, LOST = 2;

  /* Rows of numbers of 7 bits a byte in base64: start[rows + 1], place[], time[] in deciseconds. */
  const unpack = (text, rows) => {
    const bytes = atob(text), start = new Int32Array(rows + 1), place = [], time = [];
    let at = 0;
    const number = () => {
      let n = 0, shift = 0, byte;
      do {
        byte = bytes.charCodeAt(at++);
        n |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      return n;
    };
    for (let row = 0; row < rows; row++) {
      let last = -1;
      for (let left = number(); left > 0; left--) {
        place.push(last += number());
        time.push(number());
      }
      start[row + 1] = place.length;
    }
    return { start, place: Int32Array.from(place), time: Int32Array.from(time) };
  };

  /* From steps (last decisecond, weight) to the weight of a time. */
  const weightOf = (decay) => {
    const weight = new Float64Array(decay[decay.length - 2] + 1);
    for (let k = 0, from = 0; k < decay.length; from = decay[k] + 1, k += 2) weight.fill(decay[k + 1], from, decay[k] + 1);
    return (time) => (time < weight.length ? weight[time] : 0);
  };

  /* Groups of people: everybody else first, who travels as the study does; none without groups. */
  const groupsOf = (data, pairs, rows) => {
    if (!data.groups) return [];
    const rest = data.code.map((code, i) => Math.max(0, data.groups.reduce((left, g) => left - g.share[i], 1)));
    return [{ name: null, share: rest, given: data.given, pairs }, ...data.groups.map((g) => ({ ...g, pairs: unpack(g.pairs, rows) }))].map((g) => ({ ...g,
      weights: data.measures.map((m) => Float64Array.from(g.pairs.time, weightOf(m.decay))) }));
  };

  /* The data of a study, ready to compute. `zoning` may be null. */
  const open = (data, zoning) => {
    const count = data.code.length, communes = [];
    const row = new Int32Array(count).fill(-1); /* of the pairs, by place */
    data.commune.forEach((commune, i) => {
      if (commune === i || commune < 0) {
        row[i] = communes.length;
        communes.push(i);
      }
    });
    const pairs = unpack(data.pairs, communes.length);
    const measures = data.measures.map((m) => ({ ...m, weight: Float64Array.from(pairs.time, weightOf(m.decay)) }));
    const services = data.services.map((s) => {
      let rows = 0;
      const at = s.sites.map((site) => (site.place < 0 ? rows++ : -1));
      /* from the sites that stand at no commune: as the study travels, then as each group does */
      return { ...s, at, ways: [s, ...s.groups].map((way) => ({ far: way.far, own: unpack(way.rows, rows) })) };
    });
    const squares = data.commune.some((commune, i) => commune !== i);
    const place = new Map(data.code.map((code, i) => [code, i]));
    const study = { ...data, zoning, count, communes, row, pairs, measures, services, squares, place, groups: groupsOf(data, pairs, communes.length) };
    study.now = compute(study, []);
    return study;
  };

  /* Means of the squares of communes without demand of their own, weighted: unknown where that of a square with people is. */
  const gather = (study, value, weight) => {
    if (!study.squares) return;
    const sum = new Float64Array(study.count), all = new Float64Array(study.count);
    for (let i = 0; i < study.count; i++) {
      const commune = study.commune[i];
      if (commune < 0 || commune === i || !(weight[i] > 0)) continue;
      sum[commune] += weight[i] * value[i];
      all[commune] += weight[i];
    }
    for (let i = 0; i < study.count; i++) if (study.commune[i] < 0 && all[i] > 0) value[i] = sum[i] / all[i];
  };

  /* ---- supply and sites ---- */

  /* Supply by service and place, sites closed by service, communes that sites open in. */
  const settle = (study, changes) => {
    const supply = new Map(study.measures.map((m) => [m.service, Float64Array.from(m.supply)]));
    const closed = new Map(study.services.map((s) => [s.service, new Set()]));
    const opened = new Map(study.services.map((s) => [s.service, new Set()]));
    const add = (service, at, doctors) => {
      const here = supply.get(service), measure = study.measures.find((m) => m.service === service);
      if (here) {
        const before = here[at], after = before + doctors * measure.each[at];
        here[at] = after > 1e-9 * before ? after : 0;
      }
      const has = here ? here[at] > 0 : doctors > 0;
      if (opened.has(service) && has) opened.get(service).add(at);
      if (opened.has(service) && !has) close(service, (site, s) => site.place === at && site.code === study.code[at], at);
    };
    const close = (service, which, at) => {
      const s = study.services.find((one) => one.service === service);
      s.sites.forEach((site, k) => { if (which(site, s)) closed.get(service).add(k); });
      if (at !== undefined) opened.get(service).delete(at);
    };
    for (const c of changes) {
      if (c.kind !== 'year') continue;
      for (const m of study.measures) {
        const then = m.years.find((y) => y.years === c.years), here = supply.get(m.service);
        for (let k = 0; then && k < then.supply.length; k += 2) here[then.supply[k]] = then.supply[k + 1];
      }
    }
    for (const c of changes) {
      const s = study.services.find((one) => one.service === c.service);
      if (c.kind === 'supply') add(c.service, c.place, c.doctors);
      else if (c.kind === 'open' && s.facilities) opened.get(c.service).add(c.place);
      else if (c.kind === 'open') add(c.service, c.place, 1);
      else if (c.kind === 'close' && c.site !== undefined) close(c.service, (site) => site.code === c.site);
      else if (c.kind === 'close') {
        close(c.service, (site) => site.commune === c.place, c.place);
        if (supply.has(c.service)) supply.get(c.service)[c.place] = 0;
      }
    }
    return { supply, closed, opened };
  };

  /* SUM_j S_j / V_j * W_ij, times the scale; NaN out of the territory. */
  const shared = (study, measure, supply, catchment, { start, place }, weight) => {
    const value = new Float64Array(study.count);
    for (const j of study.communes) {
      if (!(supply[j] > 0) || !(catchment[j] > 0)) continue;
      const ratio = supply[j] / catchment[j], row = study.row[j];
      for (let k = start[row]; k < start[row + 1]; k++) value[place[k]] += ratio * weight[k];
    }
    for (let i = 0; i < study.count; i++) value[i] = study.inside[i] ? value[i] * measure.scale : NaN;
    return value;
  };

  const access = (study, measure, supply) => {
    const value = shared(study, measure, supply, measure.catchment, study.pairs, measure.weight);
    gather(study, value, measure.demand);
    return value;
  };

  /* By group, and of all, each by their own mode. */
  const groupAccess = (study, measure, at, supply) => {
    const of = study.groups.map((g) => shared(study, measure, supply, measure.mixed, g.pairs, g.weights[at]));
    const all = Float64Array.from(study.code, (code, i) => of.reduce((sum, value, g) => (study.groups[g].share[i] > 0 ? sum + study.groups[g].share[i] * value[i] : sum), 0));
    of.forEach((value, g) => gather(study, value, measure.demand.map((demand, i) => study.groups[g].share[i] * demand)));
    gather(study, all, measure.demand);
    return { of, all };
  };

  /* Minutes to the nearest open site: NaN where none is known. over[i] tells why a change made one unknown: LONGER than the limit,
   or LOST (a pair missing from given times is longer or unknown; so is the mean of squares of which one is). By the times of the study, or
   those of a group, numbered from 1. */
  const times = (study, s, closed, opened, group) => {
    const { pairs, given } = group ? study.groups[group] : study, { own, far: beforehand } = s.ways[group];
    const best = new Float64Array(study.count).fill(Infinity), over = new Uint8Array(study.count);
    const sweep = (rows, row) => {
      for (let k = rows.start[row]; k < rows.start[row + 1]; k++) if (rows.time[k] < best[rows.place[k]]) best[rows.place[k]] = rows.time[k];
    };
    s.sites.forEach((site, k) => {
      if (!closed.has(k)) site.place < 0 ? sweep(own, s.at[k]) : sweep(pairs, study.row[site.place]);
    });
    for (const at of opened) sweep(pairs, study.row[at]);
    const none = closed.size === s.sites.length && !opened.size; /* as in a study without such sites: nothing is known of them */
    const beyond = none || !(closed.size || opened.size) ? 0 : given ? LOST : LONGER, far = new Map();
    for (let k = 0; k < beforehand.length; k += 3) far.set(beforehand[k], beforehand.slice(k + 1, k + 3));
    const minutes = new Float64Array(study.count).fill(NaN);
    for (let i = 0; i < study.count; i++) {
      if (!study.inside[i]) continue;
      const near = far.get(i);
      if (best[i] < Infinity) minutes[i] = best[i] / PER_MINUTE;
      else if (near && !opened.size && !closed.has(near[0])) minutes[i] = near[1] / PER_MINUTE;
      else over[i] = beyond;
    }
    gather(study, minutes, study.population);
    if (!study.squares) return { minutes, over };
    const known = new Uint8Array(study.count);
    for (let i = 0; i < study.count; i++) if (study.commune[i] >= 0 && !over[i]) known[study.commune[i]] = 1;
    for (let i = 0; i < study.count; i++) {
      const commune = study.commune[i];
      if (commune < 0 || commune === i || !over[i]) continue;
      over[commune] = known[commune] ? LOST : over[i];
      minutes[commune] = NaN;
    }
    return { minutes, over };
  };

  /* ---- the zoning ---- */

  const AIDED = new Set(['ZIP', 'ZAC']);
  const frameOf = (rule, value) => (Number.isNaN(value) || rule.national_max === null ? null
    : value <= rule.national_max ? 'selection' : value <= rule.vivier_max ? 'vivier' : 'hors');

  const judge = (study, changes, apl) => {
    const z = study.zoning, rule = { ...z.rule };
    for (const c of changes)
      if (c.kind === 'threshold' && c.name === 'selection') rule.national_max = c.value;
      else if (c.kind === 'threshold' && c.name === 'vivier') rule.vivier_max = c.value;
    const value = z.communes.map(([at, , , , , known]) => {
      const now = study.now && at >= 0 ? study.now.access.get('gp') : null;
      if (known === null) return NaN;
      return now && apl[at] !== now[at] && !Number.isNaN(apl[at]) ? Math.max(0, known + apl[at] - now[at]) : known;
    });
    const zone = z.communes.map((c) => c[2]), own = z.tvs.map((t) => t.zone), quarter = z.qpv.map((q) => q.zone);
    for (const c of changes) {
      if (c.kind !== 'class') continue;
      if (c.level === 'commune') zone[z.communes.findIndex(([at]) => study.code[at] === c.code)] = c.zone;
      else if (c.level === 'qpv') quarter[z.qpv.findIndex((q) => q.code === c.code)] = c.zone;
      else {
        const t = z.tvs.findIndex((one) => one.code === c.code), before = own[t];
        z.communes.forEach(([, tvs], i) => { if (tvs === t && (zone[i] === before || zone[i] === 'inconnu')) zone[i] = c.zone; });
        own[t] = c.zone;
      }
    }
    const sum = z.tvs.map(() => ({ all: 0, known: 0, weighted: 0, plain: 0, values: 0 }));
    z.communes.forEach(([, tvs, , , weight], i) => {
      const s = sum[tvs];
      s.all += weight;
      if (Number.isNaN(value[i])) return;
      s.known += weight;
      s.weighted += weight * value[i];
      s.plain += value[i];
      s.values++;
    });
    const mean = sum.map((s) => (s.known > 0 ? s.weighted / s.known : s.values > 0 ? s.plain / s.values : NaN));
    const judged = sum.map((s, t) => {
      const whole = s.all + (z.tvs[t].far === null ? NaN : z.tvs[t].far);
      const pct = Number.isNaN(whole) ? NaN : whole > 0 ? Math.min(100, 100 * s.known / whole) : Number.isNaN(mean[t]) ? 0 : 100;
      return pct >= rule.least_known_pct ? mean[t] : NaN;
    });
    const frame = z.tvs.map((t, i) => t.frame || frameOf(rule, judged[i]));
    return { rule, value, zone, own, quarter, mean, judged, frame, gauges: gaugesOf(z, zone, quarter, frame) };
  };

  const gaugesOf = (z, zone, quarter, frame) => {
    const persons = {}, left = z.communes.map((c) => c[3]), put = (code, n) => { persons[code] = (persons[code] || 0) + n; };
    let margin = 0, vivier = 0, unframed = 0, maybe = 0;
    z.qpv.forEach((q, k) => {
      for (let s = 0; s < q.shares.length; s += 2) {
        const i = q.shares[s], n = q.shares[s + 1], its = quarter[k] || zone[i];
        if (its === zone[i]) continue;
        left[i] -= n;
        put(its, n);
        if (!frame[z.communes[i][1]] && AIDED.has(its)) maybe += n;
        if (frame[z.communes[i][1]] === 'hors' && AIDED.has(its)) margin += n;
      }
    });
    z.communes.forEach(([, tvs, , all], i) => {
      put(zone[i], left[i]);
      if (frame[tvs] === 'vivier') vivier += all;
      if (!frame[tvs]) unframed += all; /* neither in the vivier nor out of it */
      if (!frame[tvs] && AIDED.has(zone[i])) maybe += all; /* in the margin, or not */
      if (frame[tvs] === 'hors' && AIDED.has(zone[i])) margin += left[i];
    });
    const total = Object.values(persons).reduce((a, b) => a + b, 0), share = {};
    for (const code of Object.keys(persons)) share[code] = total > 0 ? 100 * persons[code] / total : NaN;
    const selection = z.tvs.reduce((n, t, i) => n + (frame[i] === 'selection' ? t.persons : 0), 0);
    return { persons, share, total, vivier, unframed, maybe, margin, marginPct: vivier > 0 ? 100 * margin / vivier : NaN,
             least: z.persons > 0 ? 100 * selection / z.persons : 0 };
  };

  /* ---- all ---- */

  /* access and times by service, [places]; groups: access of each group, and of all; groupTimes: times of each that the study names, at its
   number from 1; zoning, or null. */
  const compute = (study, changes) => {
    const { supply, closed, opened } = settle(study, changes), result = { access: new Map(), groups: new Map(), times: new Map(), groupTimes: new Map(), supply, zoning: null };
    for (const m of study.measures) result.access.set(m.service, access(study, m, supply.get(m.service)));
    if (study.groups.length) study.measures.forEach((m, at) => result.groups.set(m.service, groupAccess(study, m, at, supply.get(m.service))));
    for (const s of study.services) {
      const of = (group) => times(study, s, closed.get(s.service), opened.get(s.service), group);
      result.times.set(s.service, of(0));
      result.groupTimes.set(s.service, study.groups.map((g, k) => (k ? of(k) : null)));
    }
    result.limits = { apl: (study.measures.find((m) => m.service === 'gp') || { threshold: NaN }).threshold };
    for (const s of study.services) if (s.limit !== null) result.limits[s.service] = s.limit;
    for (const c of changes) if (c.kind === 'threshold' && c.name in result.limits) result.limits[c.name] = c.value;
    if (study.zoning) result.zoning = judge(study, changes, result.access.get('gp') || new Float64Array(study.count).fill(NaN));
    return result;
  };

  /* Of everybody as the study travels, or of a group by its number from 1. */
  const accessOf = (result, group) => (group ? result.groups.get('gp') && result.groups.get('gp').of[group] : result.access.get('gp'));
  const timesOf = (result, service, group) => (group ? result.groupTimes.has(service) && result.groupTimes.get(service)[group] : result.times.get(service));

  /* Whether a commune lies under the threshold of access, or beyond a time, for everybody or for a group: null when unknown. */
  const lacks = (study, result, i, group = 0) => {
    const apl = accessOf(result, group), found = { apl: null, pharmacy: null, emergency: null };
    if (apl && !Number.isNaN(apl[i])) found.apl = apl[i] < result.limits.apl;
    for (const name of ['pharmacy', 'emergency']) {
      const t = timesOf(result, name, group), limit = result.limits[name];
      if (!t || limit === undefined) continue;
      if (!Number.isNaN(t.minutes[i])) found[name] = Math.round(t.minutes[i] * PER_MINUTE) > Math.round(limit * PER_MINUTE);
      else if (t.over[i] === LONGER && study.limit >= limit) found[name] = true;
    }
    return found;
  };

  /* Means over a neighbourhood, as the engine takes them: of the places where its people live, or those of a group by its `share` of each. */
  const quarter = (study, value, q, share) => {
    let sum = 0, all = 0;
    for (let k = 0; k < q.shares.length; k += 2) {
      if (!(q.shares[k + 1] > 0)) continue;
      const weight = q.shares[k + 1] * (share ? Math.max(share[q.shares[k]], 1e-9) : 1);
      sum += weight * value[q.shares[k]];
      all += weight;
    }
    return sum / all;
  };

  return { open, settle, compute, accessOf, timesOf, lacks, quarter };
})();
if (typeof module !== 'undefined') module.exports = whatif;
