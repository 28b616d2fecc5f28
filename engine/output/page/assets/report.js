'use strict';
const page = (() => {
  const $ = (id) => document.getElementById(id);
  const french = document.documentElement.lang === 'fr', words = JSON.parse($('mots').textContent);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  /* Names as people type them: no accents, ligatures, hyphens or apostrophes, "st" for "saint". */
  const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/[^a-z0-9]+/g, ' ').replace(/\bst(e?)(?= )/g, 'saint$1').trim();
  const number = (text) => text === '' ? NaN
    : Number(french ? text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.') : text.replace(/,/g, ''));
  const figure = (n) => n.toLocaleString(document.documentElement.lang);
  const download = (blob, name) => {
    const address = URL.createObjectURL(blob);
    Object.assign(document.createElement('a'), { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  /* Tables: headers become buttons that sort. Rows of long ones are data, and made as they come into sight. */
  const PRINTED = 25, AT_ONCE = 100;
  const serve = (table) => {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells], data = $(table.id + '-lignes');
    const frame = table.parentNode, told = data && data.previousElementSibling;
    const coloured = data ? heads.findIndex((head) => 'classe' in head.dataset) : -1;
    let all = null, wanted = null, count = body.rows.length;
    const records = () => {
      if (!all) {
        all = data ? JSON.parse(data.textContent).lignes.map((line) => ({ cells: line.split('\t') }))
          : [...body.rows].map((row) => ({ row, cells: [...row.cells].map((cell) => cell.textContent.trim()) }));
        if (data) [...body.rows].forEach((row, i) => { all[i].row = row; }); /* those that the page came with */
        for (const r of coloured < 0 ? [] : all) {
          r.colour = r.cells[coloured][0];
          r.cells[coloured] = r.cells[coloured].slice(1);
        }
        wanted = all;
      }
      return all;
    };
    const made = (record) => {
      if (record.row) return record.row;
      const row = record.row = document.createElement('tr');
      record.cells.forEach((text, i) => {
        const numeric = heads[i].classList.contains('n'), cell = document.createElement(i || numeric ? 'td' : 'th');
        if (cell.tagName === 'TH') cell.scope = 'row';
        if (numeric) cell.className = 'n';
        if (i === coloured) cell.append(Object.assign(document.createElement('i'), { className: 'c' + record.colour }));
        cell.append(text);
        row.append(cell);
      });
      return row;
    };
    const show = (n) => {
      records();
      count = data ? Math.min(n, wanted.length) : wanted.length;
      const rows = wanted.slice(0, count).map(made);
      rows.forEach((row, i) => row.classList.toggle('suite', i >= PRINTED));
      body.replaceChildren(...rows);
      if (told) told.textContent = wanted.length === 0 ? words.aucune : words.lignes.replace('{n}', figure(count)).replace('{m}', figure(wanted.length));
    };
    const sort = (head) => {
      const at = heads.indexOf(head), down = head.getAttribute('aria-sort') === 'ascending', numeric = head.classList.contains('n');
      heads.forEach((other) => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      for (const r of records()) r.key = numeric ? number(r.cells[at]) : r.cells[at];
      const unknown = (key) => key === '' || key === '–' || Number.isNaN(key);
      const order = (r, s) => {
        const a = unknown(r.key), b = unknown(s.key);
        if (a || b) return a - b; /* last, whichever way */
        const up = numeric ? r.key - s.key : collator.compare(r.key, s.key);
        return down ? -up : up;
      };
      all = [...all].sort(order);
      wanted = [...wanted].sort(order);
      show(AT_ONCE);
      frame.scrollTop = 0;
    };
    if (body.rows.length > 1)
      for (const head of heads) {
        const button = document.createElement('button');
        button.append(...head.childNodes);
        button.addEventListener('click', () => sort(head));
        head.append(button);
      }
    if (data)
      frame.addEventListener('scroll', () => {
        if (frame.scrollTop + frame.clientHeight > frame.scrollHeight - 400 && count < records().length && count < wanted.length)
          show(count + AT_ONCE);
      }, { passive: true });
    return {
      table, heads, records, made,
      filter: (keep) => { records(); wanted = keep ? all.filter(keep) : all; show(AT_ONCE); return wanted; },
    };
  };
  const tables = new Map([...document.querySelectorAll('.cadre table')].map((table) => [table.id, serve(table)]));

  /* The view of the map: a box in cells of its grid. */
  const map = $('carte-svg'), frame = $('vue');
  const whole = map && map.getAttribute('viewBox').split(' ').map(Number);
  let view = map && [...whole], canvas = null;
  const looked = []; /* called when the view has changed */
  const look = () => {
    map.setAttribute('viewBox', view.join(' '));
    if (canvas) canvas.paint();
    looked.forEach((tell) => tell());
  };
  const zoom = (z, x = 0.5, y = 0.5) => { /* the place at these shares of the box stays where it is */
    const [left, top, width, height] = view;
    view = [left + (width - width / z) * x, top + (height - height / z) * y, width / z, height / z];
  };
  const move = ({ x, y, z, r }) => {
    if (r !== undefined) view = [...whole];
    if (x) view[0] += x * view[2] / 5;
    if (y) view[1] += y * view[3] / 5;
    if (z) zoom(z);
    look();
  };

  /* Many outlines: on a canvas under the drawing. While the view moves its last picture stands in; then it is drawn again. */
  const makeCanvas = () => {
    const { couches, communes } = JSON.parse($('toile-donnees').textContent), keys = Object.keys(couches);
    const places = communes.map((line) => {
      const [code, classes] = line.split(' ', 2), outline = line.slice(code.length + classes.length + 2);
      return { code, classes, outline, x: parseInt(outline.slice(1), 10), y: parseInt(outline.slice(outline.indexOf(' ') + 1), 10) };
    });
    const byCode = new Map(places.map((place) => [place.code, place]));
    const toile = $('toile'), pen = toile.getContext('2d'), kept = document.createElement('canvas');
    let layer = 0, left = -1, edge = 0, chosen = null, timer = 0, drawn = null, entire = new Map();
    const now = () => {
      const dots = devicePixelRatio || 1, box = toile.getBoundingClientRect(), ctm = map.getScreenCTM();
      return { scale: ctm.a * dots, left: (ctm.e - box.left) * dots, top: (ctm.f - box.top) * dots,
               width: Math.round(box.width * dots), height: Math.round(box.height * dots) };
    };
    const gather = (some, of) => {
      const outlines = couches[keys[of]].map(() => []);
      for (const place of some) outlines[place.classes[of]].push(place.outline);
      return outlines.map((list) => new Path2D(list.join('')));
    };
    const pathsOf = (of) => {
      if (!entire.has(of)) entire.set(of, gather(places, of));
      return entire.get(of);
    };
    const colour = (of, some, at) => (some ? gather(some, of) : pathsOf(of)).forEach((path, i) => {
      pen.fillStyle = pen.strokeStyle = couches[keys[of]][i];
      pen.lineWidth = 0.7 / at.scale; /* closes the seams between neighbours */
      pen.fill(path);
      pen.stroke(path);
      if (at.scale < 0.8) return;
      pen.strokeStyle = '#5f6770';
      pen.lineWidth = 0.5 / at.scale;
      pen.stroke(path);
    });
    const sharp = () => {
      const at = now();
      if (!at.width) return;
      Object.assign(toile, { width: at.width, height: at.height });
      pen.setTransform(at.scale, 0, 0, at.scale, at.left, at.top);
      const margin = 240, near = view[2] < whole[2] / 2; /* cells: no commune is longer than 60 km */
      const some = near ? places.filter(({ x, y }) => x > view[0] - margin && x < view[0] + view[2] + margin
        && y > view[1] - margin && y < view[1] + view[3] + margin) : null;
      pen.lineJoin = 'round';
      colour(layer, some, at);
      if (left >= 0) {
        pen.save();
        pen.beginPath();
        pen.rect(edge - 2e6, -1e6, 2e6, 3e6);
        pen.clip();
        colour(left, some, at);
        pen.restore();
      }
      if (chosen) {
        pen.strokeStyle = '#000';
        pen.lineWidth = 3 / at.scale;
        pen.stroke(new Path2D(chosen.outline));
      }
      Object.assign(kept, { width: at.width, height: at.height });
      kept.getContext('2d').drawImage(toile, 0, 0);
      drawn = at;
    };
    const paint = () => {
      const at = now();
      clearTimeout(timer);
      timer = setTimeout(sharp, 80);
      if (!drawn) return;
      const ratio = at.scale / drawn.scale;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, toile.width, toile.height);
      pen.drawImage(kept, at.left - drawn.left * ratio, at.top - drawn.top * ratio, kept.width * ratio, kept.height * ratio);
    };
    addEventListener('resize', paint);
    addEventListener('beforeprint', sharp);
    sharp();
    performance.mark('toile');
    return {
      paint,
      show: (key, beside) => { layer = keys.indexOf(key); left = keys.indexOf(beside); sharp(); },
      cut: (x) => { edge = x; paint(); },
      choose: (code) => {
        chosen = byCode.get(code) || null;
        if (!chosen) return;
        if (view[2] > whole[2] / 6) view = [0, 0, whole[2] / 8, whole[3] / 8];
        view[0] = chosen.x - view[2] / 2;
        view[1] = chosen.y - view[3] / 2;
        look();
      },
      at: (event) => {
        const box = toile.getBoundingClientRect(), dots = devicePixelRatio || 1, at = now();
        const x = ((event.clientX - box.left) * dots - at.left) / at.scale, y = ((event.clientY - box.top) * dots - at.top) / at.scale;
        pen.setTransform(1, 0, 0, 1, 0, 0);
        const place = places.find((p) => Math.abs(p.x - x) < 240 && Math.abs(p.y - y) < 240
          && pen.isPointInPath(new Path2D(p.outline), x, y));
        return place && place.code;
      },
    };
  };

  /* Choosing a commune, in the table or on the map, shows it in both and tells what is known of it. */
  const communes = tables.get('t-communes');
  const unitOf = (head) => { const small = head.querySelector('small'); return small ? small.textContent : ''; };
  const withUnit = (text, head) => { /* 2 doctors, not 2.0 */
    const unit = unitOf(head);
    if (unit === words.nombre) return text.replace(/[.,]0$/, '');
    return text + (unit && head.classList.contains('n') ? ' ' + unit : '');
  };
  const told = (record) => record.cells.slice(2).map((text, i) => {
    const head = communes.heads[i + 2], unit = unitOf(head), label = head.textContent.trim().slice(0, unit ? -unit.length : undefined).trim();
    return text && text !== '–' ? label + ' ' + withUnit(text, head) : '';
  }).filter(Boolean).join(', ');
  const chosen = []; /* called with the code of a commune that is chosen */
  const choose = (code) => {
    document.querySelectorAll('.choisie, .trouvee').forEach((e) => e.classList.remove('choisie', 'trouvee'));
    const record = communes && communes.records().find((r) => r.cells[0] === code), path = $('c' + code);
    if (record) {
      communes.made(record).classList.add('trouvee');
      $('etat').replaceChildren(Object.assign(document.createElement('b'), { textContent: record.cells[1] }), words.deux + told(record));
    }
    if (path) {
      path.classList.add('choisie');
      path.parentNode.append(path);
    }
    if (canvas) canvas.choose(code);
    chosen.forEach((tell) => tell(code));
  };
  if (communes) {
    communes.table.tBodies[0].addEventListener('click', (e) => {
      const row = e.target.closest('tr');
      if (row) choose(row.cells[0].textContent);
    });
    const folded = (r) => r.folded || (r.folded = r.cells.slice(0, 2).map(plain));
    const search = () => {
      const wanted = plain($('nom').value);
      const found = communes.filter(wanted && ((r) => (' ' + folded(r).join(' ')).includes(' ' + wanted) || folded(r)[1].includes(wanted)));
      $('trouvees').textContent = !wanted || found.length === 1 ? ''
        : (found.length > 1 ? words.trouvees : words.trouvee).replace('{n}', figure(found.length));
      if (!wanted) return;
      /* the name itself, else the most populous of those that begin so */
      const starts = found.filter((r) => folded(r)[1].startsWith(wanted)), people = communes.heads.findIndex((head) => head.dataset.nom === 'population');
      const persons = (r) => (people < 0 ? 0 : number(r.cells[people]) || 0);
      const exact = found.find((r) => folded(r).includes(wanted)) || (starts.length ? starts : found).reduce((a, b) => (a && persons(a) >= persons(b) ? a : b), undefined);
      if (exact) {
        choose(exact.cells[0]);
        if (map) frame.scrollIntoView({ block: 'nearest' });
      }
    };
    let later = 0;
    $('cherche').hidden = false;
    $('nom').addEventListener('input', () => { clearTimeout(later); later = setTimeout(search, communes.records().length > 2000 ? 150 : 0); });
  }

  /* The layer shown, and the one left of the swipe. */
  let left = '';
  const showLayer = () => {
    const key = $('couche').value;
    map.dataset.couche = key;
    document.querySelectorAll('.cle, .antennes[data-couche], .bassins').forEach((e) => e.toggleAttribute('hidden', e.dataset.couche !== key && e.dataset.aussi !== key
      && !(e.classList.contains('cle') && e.dataset.couche === left)));
    document.querySelectorAll('.cle').forEach((e) => {
      e.classList.toggle('a-gauche', e.dataset.couche === left);
      e.querySelector('caption').dataset.cote = left ? (e.dataset.couche === left ? words.gauche : words.droite) : '';
    });
    document.querySelectorAll('[data-sur]').forEach((e) => e.toggleAttribute('hidden', !e.dataset.sur.includes(key[0])));
    if (canvas) canvas.show(key, left);
  };

  if (map) {
    $('outils').hidden = false;
    $('outils').addEventListener('click', (e) => move(e.target.dataset));
    const keys = { ArrowLeft: { x: -1 }, ArrowRight: { x: 1 }, ArrowUp: { y: -1 }, ArrowDown: { y: 1 }, '+': { z: 1.5 }, '=': { z: 1.5 },
                   '-': { z: 1 / 1.5 }, '0': { r: 1 } };
    frame.addEventListener('keydown', (e) => {
      if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      move(keys[e.key]);
    });
    frame.addEventListener('wheel', (e) => {
      const at = map.getScreenCTM(), z = Math.exp(-Math.sign(e.deltaY) * 0.25);
      if (e.shiftKey || e.altKey || (z < 1 && view[2] >= whole[2])) return; /* wholly in sight: the page scrolls */
      e.preventDefault();
      zoom(z, ((e.clientX - at.e) / at.a - view[0]) / view[2], ((e.clientY - at.f) / at.d - view[1]) / view[3]);
      if (view[2] > whole[2]) view = [...whole];
      look();
    }, { passive: false });
    let held = null, dragged = false;
    const fingers = new Map(); /* two of them move and zoom the map; one scrolls the page */
    const spread = () => {
      const [a, b] = [...fingers.values()];
      return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, far: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])) };
    };
    const pinch = (e) => {
      const was = spread();
      fingers.set(e.pointerId, [e.clientX, e.clientY]);
      const is = spread(), at = map.getScreenCTM();
      view[0] -= (is.x - was.x) / at.a;
      view[1] -= (is.y - was.y) / at.d;
      zoom(is.far / was.far, ((is.x - at.e) / at.a - view[0]) / view[2], ((is.y - at.f) / at.d - view[1]) / view[3]);
      if (view[2] > whole[2]) view = [...whole];
      dragged = true;
      look();
    };
    frame.addEventListener('pointerdown', (e) => {
      if (e.pointerType === 'mouse') held = [e.clientX, e.clientY];
      else fingers.set(e.pointerId, [e.clientX, e.clientY]);
      dragged = false;
    });
    for (const end of ['pointerup', 'pointercancel']) addEventListener(end, (e) => { held = null; fingers.delete(e.pointerId); });
    frame.addEventListener('pointermove', (e) => {
      if (fingers.size === 2 && fingers.has(e.pointerId)) return pinch(e);
      if (!held || (!dragged && Math.hypot(e.clientX - held[0], e.clientY - held[1]) < 4)) return;
      const scale = map.getScreenCTM().a;
      view[0] -= (e.clientX - held[0]) / scale;
      view[1] -= (e.clientY - held[1]) / scale;
      held = [e.clientX, e.clientY];
      dragged = true;
      look();
    });
    frame.addEventListener('click', (e) => {
      if (dragged) return;
      const quarter = e.target.closest('.qpv path');
      if (quarter) $('etat').textContent = quarter.textContent; /* fingers see no tooltip */
      const path = e.target.closest('.communes path'), code = path ? path.id.slice(1) : canvas && canvas.at(e);
      if (code) choose(code);
    });
    if ($('couche')) {
      $('couche').parentNode.hidden = false;
      $('couche').addEventListener('change', showLayer);
    }
    /* "t p": a button a layer; "f/c": one for two layers side by side */
    for (const button of document.querySelectorAll('[data-voir]')) {
      const optionOf = (key) => $('couche') && $('couche').querySelector('[value=' + key + ']');
      const wanted = button.dataset.voir.split(' ').filter((key) => key.split('/').every(optionOf)), single = wanted.filter((key) => !key.includes('/'));
      button.replaceWith(...wanted.map((key) => {
        const text = key.includes('/') ? words.avantapres : single.length > 1 ? optionOf(key).textContent : button.textContent;
        const one = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
        one.dataset.montre = key;
        return one;
      }));
    }
    document.addEventListener('click', (e) => {
      const key = e.target.dataset && e.target.dataset.montre;
      if (!key) return;
      if (key.includes('/')) swipe.open(...key.split('/'));
      else {
        $('couche').value = key;
        $('couche').dispatchEvent(new Event('change'));
      }
      $('carte').scrollIntoView();
      $('couche').focus({ preventScroll: true });
    });
    if ($('toile-donnees')) requestAnimationFrame(() => setTimeout(() => { canvas = makeCanvas(); }));
  }

  /* A link to an annex opens its tables; a wide chart scrolls, and can be scrolled by the keyboard. */
  document.addEventListener('click', (e) => {
    const link = e.target.closest('a[href^="#"]'), aim = link && $(link.getAttribute('href').slice(1));
    if (aim) aim.querySelectorAll('details').forEach((d) => { d.open = true; });
  });
  const scrolls = () => document.querySelectorAll('.graphique').forEach((e) => { e.tabIndex = e.scrollWidth > e.clientWidth ? 0 : -1; });
  addEventListener('resize', scrolls);
  scrolls();

  let opened = [];
  addEventListener('beforeprint', () => {
    if (document.documentElement.dataset.feuille) return;
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener('afterprint', () => opened.forEach((d) => { d.open = false; }));
  return {
    plain, figure, number, withUnit, download, tables, chosen, looked,
    left: () => left,
    setLeft: (key) => { left = key; showLayer(); },
    cut: (x) => { if (canvas) canvas.cut(x); },
  };
})();
