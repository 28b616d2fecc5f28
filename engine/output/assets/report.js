'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const number = (text) => Number(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  const reprint = (body) => [...body.rows].forEach((row, i) => row.classList.toggle('suite', i >= 25));

  /* Headers become buttons that sort; unknown values stay last. */
  const compare = (a, b, numeric) => {
    const x = a.textContent.trim(), y = b.textContent.trim();
    const p = numeric ? number(x) : x, q = numeric ? number(y) : y;
    const unknown = (v) => v === '' || Number.isNaN(v);
    if (unknown(p) || unknown(q)) return unknown(p) - unknown(q) || 0;
    return numeric ? p - q : p.localeCompare(q, 'fr');
  };
  const sort = (table, head) => {
    const at = head.cellIndex, down = head.getAttribute('aria-sort') === 'ascending', body = table.tBodies[0];
    const numeric = head.classList.contains('n');
    for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const unknown = (row) => { const t = row.cells[at].textContent.trim(); return t === '' || (numeric && Number.isNaN(number(t))); };
    const rows = [...body.rows].sort((r, s) => {
      const order = compare(r.cells[at], s.cells[at], numeric);
      return down && !unknown(r) && !unknown(s) ? -order : order;
    });
    body.append(...rows);
    reprint(body);
  };
  for (const table of document.querySelectorAll('.cadre table')) {
    if (table.tBodies[0].rows.length < 2) continue;
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement('button');
      button.append(...head.childNodes);
      button.addEventListener('click', () => sort(table, head));
      head.append(button);
    }
  }

  /* Choosing a commune, in the table or on the map, shows it in both. */
  const communes = $('t-communes'), map = $('carte-svg');
  const choose = (code) => {
    document.querySelectorAll('.choisie').forEach((e) => e.classList.remove('choisie'));
    communes.querySelectorAll('.trouvee').forEach((e) => e.classList.remove('trouvee'));
    const path = $('c' + code);
    const row = [...communes.tBodies[0].rows].find((r) => r.cells[0].textContent === code);
    if (row) row.classList.add('trouvee');
    if (!path) return;
    path.classList.add('choisie');
    path.parentNode.append(path);
    $('etat').textContent = path.querySelector('title').textContent;
  };
  communes.tBodies[0].addEventListener('click', (e) => {
    const row = e.target.closest('tr');
    if (row) choose(row.cells[0].textContent);
  });
  if (map) map.addEventListener('click', (e) => {
    const path = e.target.closest('.communes path');
    if (path) choose(path.id.slice(1));
  });

  $('cherche').hidden = false;
  $('nom').addEventListener('input', () => {
    const wanted = plain($('nom').value.trim());
    let first = null, found = 0;
    for (const row of communes.tBodies[0].rows) {
      const shown = plain(row.cells[0].textContent + ' ' + row.cells[1].textContent).includes(wanted);
      row.hidden = !shown;
      if (shown && found++ === 0) first = row;
    }
    if (wanted && first) choose(first.cells[0].textContent);
    if (wanted && found !== 1) $('etat').textContent = found + (found > 1 ? ' communes trouvées' : ' commune trouvée');
  });

  /* Moving the map: the buttons change the view box. */
  if (map) {
    const whole = map.getAttribute('viewBox').split(' ').map(Number);
    let view = [...whole];
    $('outils').hidden = false;
    $('outils').addEventListener('click', (e) => {
      const { z, x, y, r } = e.target.dataset;
      if (r) view = [...whole];
      if (x) view[0] += x * view[2] / 5;
      if (y) view[1] += y * view[3] / 5;
      if (z) {
        const [left, top, width, height] = view;
        view = [left + (width - width / z) / 2, top + (height - height / z) / 2, width / z, height / z];
      }
      map.setAttribute('viewBox', view.join(' '));
    });
  }

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener('afterprint', () => opened.forEach((d) => { d.open = false; }));
})();
