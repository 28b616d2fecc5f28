'use strict';
/* A commune that is chosen, beside its territory over the years: squares and a dashed line on the chart of the APL, its values in words. */
(() => {
  const $ = (id) => document.getElementById(id), data = $('serie-donnees'), names = page.tables.get('t-communes');
  if (!data || !names) return;
  const said = JSON.parse(data.textContent), chart = $('serie-apl-nom').parentNode, SVG = chart.namespaceURI;
  const values = new Map(said.communes.map((line) => line.split(' ')).map(([code, ...all]) => [code, all.map((v) => (v === '-' ? NaN : Number(v)))]));
  const make = (tag, set, text = '') => {
    const e = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(set)) e.setAttribute(name, value);
    e.textContent = text;
    return e;
  };
  const digits = (v) => v.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const group = make('g', { class: 'suivie' });
  chart.append(group);
  const follow = (code) => {
    const found = values.get(code), record = names.records().find((r) => r.cells[0] === code);
    if (!found || !record) return;
    const drawn = found.map((v, i) => ({ v, x: said.x[i], y: said.bas - (said.bas - said.haut) * Math.min(1, v / said.plus) })).filter(({ v }) => !Number.isNaN(v));
    const marks = drawn.map(({ v, x, y }, i) => [make('rect', { x: x - 4, y: y - 4, width: 8, height: 8 }),
      make('text', { x, y: y + 18, 'text-anchor': i ? 'end' : 'start' }, i && i + 1 < drawn.length ? '' : (v > said.plus ? '↑ ' : '') + digits(v))]);
    group.replaceChildren(make('path', { d: drawn.map(({ x, y }, i) => (i ? 'L' : 'M') + x + ' ' + y).join('') }), ...marks.flat());
    const told = found.map((v, i) => (Number.isNaN(v) ? said.inconnue : said.en.replace('{v}', digits(v))).replace('{a}', said.annees[i])).join(', ');
    $('serie-dit').textContent = said.dit.replace('{c}', record.cells[1]).replace('{v}', told);
    $('serie-commune').value = record.cells[1];
  };
  page.chosen.push(follow);
  $('serie-choix').hidden = false;
  if (names.records().length < 6000) $('serie-noms').append(...names.records().map((r) => Object.assign(document.createElement('option'), { value: r.cells[1] })));
  $('serie-commune').addEventListener('change', (e) => {
    const wanted = page.plain(e.target.value), record = wanted && names.records().find((r) => r.cells.slice(0, 2).some((cell) => page.plain(cell) === wanted));
    if (record) follow(record.cells[0]);
    else group.replaceChildren(), $('serie-dit').textContent = wanted ? said.aucune : '';
  });
})();
