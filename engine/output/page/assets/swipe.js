'use strict';
/* Two layers side by side: left of a line another layer is shown. The line is the thumb of a range, moved by pointer, finger or arrow keys. */
const swipe = (() => {
  const $ = (id) => document.getElementById(id), map = $('carte-svg'), line = $('volet'), select = $('couche'), other = $('couche-gauche');
  if (!map || !line) return null;
  const SVG = map.namespaceURI, words = JSON.parse($('mots').textContent);
  const make = (tag, set = {}) => {
    const e = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(set)) e.setAttribute(name, value);
    return e;
  };
  const land = map.querySelector('.communes'), cut = make('rect', { y: -1e6, height: 3e6 }), clip = make('clipPath', { id: 'volet-coupe' });
  const group = make('g', { class: 'communes gauche', 'clip-path': 'url(#volet-coupe)' }), edge = make('path', { class: 'trait-volet' });
  clip.append(cut);
  /* Neighbourhoods have classes in some layers only: those left of the line are copies, with the classes of the layer there. */
  const quarters = map.querySelector('.qpv'), copies = quarters.cloneNode(true);
  copies.setAttribute('class', 'qpv gauche');
  copies.setAttribute('clip-path', 'url(#volet-coupe)');

  /* The communes of a class are one path: as few shapes as classes, however many communes. */
  const fill = (key) => {
    const named = new RegExp('^' + key + (/\d/.test(key) ? '-' : '') + '\\d$'), outlines = new Map();
    for (const path of land.children) {
      const name = path.id ? [...path.classList].find((one) => named.test(one)) || '' : null;
      if (name !== null) outlines.set(name, (outlines.get(name) || '') + path.getAttribute('d'));
    }
    group.replaceChildren(...[...outlines].map(([name, d]) => make('path', { class: name, d })));
  };
  const text = (list) => (list.selectedIndex < 0 ? '' : list.options[list.selectedIndex].text);
  const place = () => { /* where the line stands, in cells of the map */
    if (!page.left()) return;
    const box = map.getBoundingClientRect(), at = map.getScreenCTM();
    if (!at) return;
    const x = (box.left + box.width * line.value / 100 - at.e) / at.a, top = (box.top - at.f) / at.d, bottom = (box.bottom - at.f) / at.d;
    cut.setAttribute('x', x - 2e6);
    cut.setAttribute('width', 2e6);
    edge.setAttribute('d', 'M' + x + ' ' + top + 'V' + bottom);
    line.setAttribute('aria-valuetext', words.volet.replace('{n}', line.value).replace('{g}', text(other)).replace('{d}', text(select)));
    page.cut(x);
  };
  /* Layers that a script fills have no outlines of a class to gather: they stand on the right. */
  const show = () => {
    const key = other.value, on = !!key && key !== select.value;
    if (on && !$('toile')) fill(key);
    if (on) land.after(clip, group, edge);
    if (on) quarters.after(copies);
    else [clip, group, edge, copies].forEach((e) => e.remove());
    for (const e of [group, copies]) e.dataset.couche = key;
    copies.toggleAttribute('hidden', quarters.hasAttribute('hidden'));
    [...copies.children].forEach((path, i) => path.setAttribute('class', [...quarters.children[i].classList].filter((one) => one.startsWith(key)).join(' ')));
    page.setLeft(on ? key : '');
    line.parentNode.hidden = !on;
    $('volet-gauche').textContent = on ? text(other) : '';
    $('volet-droite').textContent = on ? text(select) : '';
    place();
  };
  const open = (left, right) => {
    toggle(true);
    if (left !== undefined) other.value = left;
    if (right && select.value !== right) {
      select.value = right;
      select.dispatchEvent(new Event('change'));
    } else show();
  };
  const toggle = (on) => {
    $('volet-choix').hidden = !on;
    $('volet-bouton').setAttribute('aria-expanded', on);
    if (!on) other.value = '';
  };
  $('volet-bouton').hidden = false;
  $('volet-bouton').addEventListener('click', () => {
    const on = $('volet-choix').hidden;
    if (on) open([...other.options].map((o) => o.value).find((key) => key && key !== select.value));
    else { toggle(false); show(); }
    if (on) other.focus();
  });
  other.addEventListener('change', show);
  select.addEventListener('change', show);
  line.addEventListener('input', place);
  for (const kind of ['pointerdown', 'click', 'keydown', 'wheel']) line.addEventListener(kind, (e) => e.stopPropagation()); /* not of the map */
  page.looked.push(place);
  addEventListener('resize', place);
  return { open };
})();
