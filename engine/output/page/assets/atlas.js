'use strict';
/* What is written over the map and keeps its size when it is zoomed: names that do not collide, symbols, the scale; and the map as a file. */
const atlas = (() => {
  const $ = (id) => document.getElementById(id), map = $('carte-svg');
  if (!map) return null;
  const SVG = map.namespaceURI, lang = document.documentElement.lang;
  const make = (tag, set = {}, text = '') => {
    const e = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(set)) e.setAttribute(name, value);
    e.textContent = text;
    return e;
  };
  const view = () => map.getAttribute('viewBox').split(' ').map(Number);

  /* Names: the largest towns first, each where no earlier one is written. Widths are measured once. */
  const LETTERS = 13, LIFT = 9, PER_NAME = 7000; /* pixels; a name for so many of them at the most */
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = LETTERS + 'px ' + getComputedStyle(document.body).fontFamily;
  const names = JSON.parse($('carte-noms').textContent).noms.map(([name, x, y, ours]) => ({ name, x, y, ours, wide: pen.measureText(name).width }));
  const scaleOf = () => { const at = map.getScreenCTM(); return at ? at.a : 0; }; /* pixels a cell */
  const write = (scale) => {
    const [left, top, width, height] = view(), cell = 1 / scale, taken = [], written = [], most = width * height * scale * scale / PER_NAME;
    for (const n of names) {
      if (written.length >= most) break;
      const half = (n.wide / 2 + 3) * cell, box = [n.x - half, n.y - (LIFT + LETTERS) * cell, n.x + half, n.y - (LIFT - 4) * cell];
      if (box[0] < left || box[2] > left + width || box[1] < top || n.y > top + height) continue;
      if (taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
      taken.push(box);
      written.push(make('text', { x: n.x, y: n.y - LIFT * cell, class: n.ours ? '' : 'loin' }, n.name));
    }
    const group = $('noms');
    group.setAttribute('font-size', LETTERS * cell);
    group.setAttribute('stroke-width', 3 * cell);
    group.replaceChildren(...written);
  };

  /* Symbols between two sizes in pixels, whatever the zoom. */
  const between = (pixels, least, most) => Math.min(most, Math.max(least, pixels)) / pixels;
  const shapes = [...map.querySelectorAll('defs > [id^=s]')], badges = [...map.querySelectorAll('.antennes > g')].map((g) => ({ g, place: g.getAttribute('transform') }));
  const radius = shapes.length ? shapes[0].getBBox().width / 2 : 1, disc = map.querySelector('.antennes circle');
  const size = (scale) => {
    const one = between(radius * scale, 4.5, 7);
    for (const shape of shapes) shape.setAttribute('transform', 'scale(' + one + ')');
    if (!disc) return;
    const many = between(disc.r.baseVal.value * scale, 10.5, 13);
    for (const { g, place } of badges) g.setAttribute('transform', place + ' scale(' + many + ')');
  };

  /* A bar of 1, 2 or 5 times a power of ten, in a corner of what is seen. */
  const bar = Object.assign(document.createElement('p'), { className: 'regle' }), north = Object.assign(document.createElement('p'), { className: 'fleche', textContent: 'N ↑' });
  for (const one of [bar, north]) one.setAttribute('aria-hidden', 'true');
  $('vue').append(bar, north);
  const measure = (scale) => {
    const metres = Number(map.dataset.pas) / scale, most = 140 * metres, power = 10 ** Math.floor(Math.log10(most));
    const length = power * (most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1);
    bar.style.width = length / metres + 'px';
    bar.textContent = (length >= 1000 ? length / 1000 : length).toLocaleString(lang) + (length >= 1000 ? ' km' : ' m');
  };
  map.classList.add('vivante');

  const fit = (scale) => {
    if (!(scale > 0)) return; /* not shown */
    write(scale);
    size(scale);
    measure(scale);
    if (!performance.getEntriesByName('carte').length) performance.mark('carte'); /* the first screen is complete, but for a canvas */
  };
  let waiting = false;
  const refresh = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; fit(scaleOf()); });
  };
  /* For a drawing of so many pixels. */
  const fitIn = (width, height) => { const v = view(); fit(Math.min(width / v[2], height / v[3])); };
  /* The background can be taken away, since roads and rivers say nothing of access; and neighbourhoods, to see the communes under them. */
  const taken = (button, what, keys) => {
    button.hidden = !what.length;
    button.addEventListener('click', () => {
      const away = button.getAttribute('aria-pressed') === 'true';
      button.setAttribute('aria-pressed', !away);
      for (const e of [...what, ...keys()]) e.toggleAttribute('hidden', away);
    });
  };
  taken($('fond-bouton'), map.querySelectorAll('.fond-carte'), () => document.querySelectorAll('.k-fond'));
  taken($('tc-bouton'), map.querySelectorAll('.tc'), () => document.querySelectorAll('.k-tc'));
  taken($('qpv-bouton'), [...map.querySelectorAll('.qpv')].filter((g) => g.children.length),
    () => [...map.querySelectorAll('.qpv.gauche'), ...[...document.querySelectorAll('.k-qpv')].map((e) => e.closest('li'))]);
  page.looked.push(refresh);
  addEventListener('resize', refresh);
  refresh();

  /* ---- the map as a file: what is seen, with its title and the legend of its layer ---- */
  const LINE = 22, MARGIN = 16;
  const words = () => {
    const key = document.querySelector('.cle:not([hidden])'), lines = key ? [...key.querySelectorAll('tbody tr')] : [];
    return { title: document.querySelector('h1').textContent, caption: key ? key.querySelector('caption').textContent : '',
             lines: lines.map((tr) => ({ css: tr.querySelector('i').className, colour: tr.querySelector('i').style.background,
                                         text: tr.cells[0].textContent + ' (' + tr.cells[tr.cells.length > 3 ? 2 : tr.cells.length - 1].textContent + ')' })),
             persons: key ? [...key.querySelectorAll('thead th')].map((th) => th.textContent)[2] || '' : '' };
  };
  const draw = () => {
    const box = map.getBoundingClientRect(), at = map.getScreenCTM(), told = words();
    const copy = map.cloneNode(true), cell = 1 / at.a, left = (box.left - at.e) * cell, top = (box.top - at.f) * cell;
    const head = LINE * 2.2 * cell, foot = (LINE * (told.lines.length + 1) + MARGIN * 2) * cell;
    copy.setAttribute('xmlns', SVG);
    copy.setAttribute('viewBox', [left, top - head, box.width * cell, box.height * cell + head + foot].join(' '));
    copy.setAttribute('width', box.width);
    copy.setAttribute('height', box.height + (head + foot) * at.a);
    copy.classList.remove('vivante');
    copy.querySelectorAll('[hidden]').forEach((e) => e.remove());
    const style = make('style', {}, [...document.querySelectorAll('style')].map((e) => e.textContent).join('\n')
      + '#carte-svg{width:auto;max-height:none;border:0}text{font-family:Arial,"DejaVu Sans",sans-serif}');
    const parts = [make('rect', { x: left, y: top - head, width: box.width * cell, height: box.height * cell + head + foot, fill: '#fff' })];
    const toile = $('toile');
    if (toile) parts.push(make('image', { x: left, y: top, width: box.width * cell, height: box.height * cell, href: toile.toDataURL() }));
    copy.prepend(style, ...parts);
    const put = (x, y, text, pixels, bold) => copy.append(make('text', { x: left + x * cell, y: top + y * cell, 'font-size': pixels * cell, 'font-weight': bold ? 700 : 400, fill: '#1b1f24' }, text));
    copy.append(make('rect', { x: left, y: top - head, width: box.width * cell, height: head, fill: '#fff' }));
    copy.append(make('rect', { x: left, y: top + box.height * cell, width: box.width * cell, height: foot, fill: '#fff' }));
    put(MARGIN, -LINE * 0.7, told.title, 20, true);
    put(MARGIN, box.height + LINE, told.caption + (told.persons ? ' (' + told.persons.toLowerCase() + ')' : ''), 14, true);
    told.lines.forEach((line, k) => {
      const y = box.height + LINE * (k + 2), swatch = make('rect', { x: left + MARGIN * cell, y: top + (y - 12) * cell, width: 16 * cell, height: 14 * cell,
        class: line.css.replace('couleur', '').trim(), stroke: '#5f6770', 'stroke-width': cell });
      if (line.colour) swatch.style.fill = line.colour;
      copy.append(swatch);
      put(MARGIN + 24, y, line.text, 14, false);
    });
    return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height + (head + foot) * at.a };
  };
  const picture = async (drawn, dots = 2) => {
    const image = new Image();
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(drawn.text);
    await image.decode();
    const sheet = Object.assign(document.createElement('canvas'), { width: Math.round(drawn.width * dots), height: Math.round(drawn.height * dots) });
    sheet.getContext('2d').drawImage(image, 0, 0, sheet.width, sheet.height);
    return new Promise((done) => { sheet.toBlob(done, 'image/png'); });
  };
  const save = async (kind) => {
    const drawn = draw();
    page.download(kind === 'svg' ? new Blob([drawn.text], { type: 'image/svg+xml' }) : await picture(drawn), 'carte.' + kind);
  };
  $('outils').addEventListener('click', (e) => { if (e.target.dataset.fichier) save(e.target.dataset.fichier); });
  return { draw, picture, fitIn, refresh };
})();
