'use strict';
/* Sheets of A4: one for elected officials (answer, map, figures, proposals), one of a commune. The browser prints them or makes a PDF. */
const sheets = (() => {
  const $ = (id) => document.getElementById(id), words = JSON.parse($('mots').textContent), root = document.documentElement;
  const make = (tag, text = '', set = {}) => Object.assign(document.createElement(tag), { textContent: text }, set);
  const MAP = [688, 280]; /* of the map on a sheet, in pixels: 182 x 74 mm */
  const prepare = (name) => {
    root.dataset.feuille = name;
    if (atlas) atlas.fitIn(...MAP);
  };
  addEventListener('afterprint', () => {
    delete root.dataset.feuille;
    if (atlas) atlas.refresh();
  });

  /* Every figure of the commune chosen, with its rank among those of the territory. */
  let chosen = null;
  const communes = page.tables.get('t-communes');
  const fill = () => {
    const record = communes.records().find((r) => r.cells[0] === chosen), body = make('tbody');
    communes.heads.forEach((head, k) => {
      const text = record.cells[k], numeric = head.classList.contains('n');
      if (k < 2 || text === '' || text === '–') return;
      const value = page.number(text), all = numeric ? communes.records().map((r) => page.number(r.cells[k])).filter((n) => !Number.isNaN(n)) : [];
      const rank = all.length > 1 && !Number.isNaN(value) ? (all.filter((n) => n === value).length > 1 ? words.exaequo : words.rang).replace('{n}', page.figure(1 + all.filter((n) => n > value).length)).replace('{m}', page.figure(all.length)) : '';
      const row = make('tr');
      row.append(make('th', (head.firstElementChild || head).firstChild.textContent, { scope: 'row' }),
        make('td', page.withUnit(text, head), { className: 'n' }), make('td', rank, { className: 'n' }));
      body.append(row);
    });
    $('feuille-nom').textContent = record.cells[1];
    $('feuille-table').replaceChildren(...body.children);
  };
  page.chosen.push((code) => {
    chosen = communes && communes.records().some((r) => r.cells[0] === code) ? code : null;
    $('feuille-commune').disabled = !chosen;
  });
  const print = (name) => {
    prepare(name);
    if (name === 'commune') fill();
    window.print();
  };
  $('feuilles').hidden = false;
  $('feuille-elus').addEventListener('click', () => print('elus'));
  $('feuille-commune').addEventListener('click', () => print('commune'));
  return { prepare, fill };
})();
