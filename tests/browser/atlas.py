"""The map as an atlas: names that do not collide, sizes in pixels, a pinch, the map as a file; the sheets of A4; how much there is to read."""
import json
import os
import re
import tempfile
import zlib
import pathlib

WORDS = r"""(() => {
  let count = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walk.nextNode());) {
    const e = n.parentElement;
    if (e.closest('#annexes, footer')) break;
    if (!e.closest('svg, script, style, select, datalist, .lu, .saut') && e.checkVisibility())
      count += n.textContent.split(/\s+/).filter((w) => /\p{L}/u.test(w)).length;
  }
  return count; })()"""

NAMES = """[...document.querySelectorAll('#noms text')].map(e => (r => [r.left, r.top, r.right, r.bottom])(e.getBoundingClientRect()))"""

SMALL = """[...document.querySelectorAll('main *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility()
  && !e.closest('script, style, defs, .echelle, .antennes, title, desc, option, .lu, sup'))
  .map(e => [parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement ? e.getScreenCTM().a : 1), e.className.baseVal ?? e.className, e.textContent.trim().slice(0, 30)])
  .filter(([size]) => size < 11.9)"""

# An earlier search may still be scrolling smoothly: the map is in place once it has stayed there for ten frames.
STILL = """(async () => {
  for (let at, same = 0; same < 10; ) {
    document.getElementById('carte').scrollIntoView({ behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    same = scrollY === at ? same + 1 : 0;
    at = scrollY;
  }
})()"""


def words(page):
    """Words shown before the annexes, drawings and lists of choices left aside."""
    return page.run(WORDS)


def check_names(page, expect, across=1, along=4):
    """`across`, `along`: pixels by which boxes are larger than their letters: those of Firefox hold the halo too."""
    for zoomed in (False, True):
        boxes = page.run(NAMES)
        expect(boxes or zoomed, "the map names no town")  # nearer, those of a few communes may all be out of sight
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                expect(not (a[0] < b[2] - across and b[0] < a[2] - across and a[1] < b[3] - along and b[1] < a[3] - along), "names of the map collide")
        page.run("document.querySelector('#outils button').click()")
        page.run("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
    page.run("document.querySelector('#outils [data-r]').click()")


def check_pinch(page, expect):
    """Two fingers that move apart bring the map nearer."""
    view = "document.getElementById('carte-svg').getAttribute('viewBox').split(' ').map(Number)"
    page.run(STILL)
    x, y = page.run("(r => [r.left + r.width / 2, r.top + r.height / 2])(document.getElementById('vue').getBoundingClientRect())")
    before = page.run(view)
    page.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)

    def touch(kind, gap):
        page.call("Input.dispatchTouchEvent", type=kind,
                  touchPoints=[] if kind == "touchEnd" else [{"x": x - gap, "y": y, "id": 0}, {"x": x + gap, "y": y, "id": 1}])
    touch("touchStart", 40)
    for gap in (50, 65, 80):
        touch("touchMove", gap)
    touch("touchEnd", 0)
    page.call("Emulation.setTouchEmulationEnabled", enabled=False)
    after = page.run(view)
    expect(0.4 < after[2] / before[2] < 0.6, f"a pinch from 80 to 160 pixels takes the view from {before[2]} to {after[2]}")
    page.run("document.querySelector('#outils [data-r]').click()")


def check_file(page, expect):
    """The map saved: an SVG that is well formed and refers to nothing outside, a PNG twice as large as it is shown."""
    drawn = page.run("(d => [d.text, d.width, d.height])(atlas.draw())")
    outside = [a for a in re.findall(r"""(?:href|src)="([^"]*)"|url\(([^)]*)\)""", drawn[0]) if not (a[0] or a[1]).startswith(("#", "data:"))]
    expect(not outside, f"the map saved refers to {outside[:2]}")
    expect(page.run(f"!new DOMParser().parseFromString({json.dumps(drawn[0])}, 'image/svg+xml').querySelector('parsererror')"), "the map saved is no XML")
    size = page.run("atlas.picture(atlas.draw()).then(b => createImageBitmap(b)).then(i => [i.width, i.height])")
    expect(size == [round(2 * drawn[1]), round(2 * drawn[2])], f"the picture of the map is {size}")


def check_swipe(page, expect, focus):
    """Two layers side by side by the keyboard alone: the line moves, is told, and cuts the drawing where it stands; both legends are shown."""
    layers = page.run("document.getElementById('couche') ? [...document.getElementById('couche').options].map(o => o.value) : []")
    layers = [key for key in layers if key not in ("essai", "ecart")]
    if len(layers) < 2:
        return
    legends = "[...document.querySelectorAll('.cle:not([hidden])')].map(e => e.dataset.couche)"
    focus(page, "#volet-bouton")
    page.press("Enter")
    expect(page.until("document.activeElement.id === 'couche-gauche'"), "the choice of the layer on the left does not take the focus")
    expect(page.run("document.getElementById('volet-bouton').getAttribute('aria-expanded')") == "true", "the button of the swipe does not say that it is open")
    shown = page.run(legends)
    expect(sorted(shown) == sorted(layers[:2]), f"the legends of {layers[:2]} are not those shown: {shown}")
    focus(page, "#volet")
    for key, places in (("ArrowLeft", 10), ("ArrowRight", 15)):
        page.press(key, places)
    expect(page.until("document.getElementById('volet').value === '55'"), "the arrow keys do not move the line")
    told = page.run("document.getElementById('volet').getAttribute('aria-valuetext')")
    names = page.run("['couche-gauche', 'couche'].map(id => (s => s.options[s.selectedIndex].text)(document.getElementById(id)))")
    expect(told.startswith("55") and names[0] in told and names[1] in told, f"the line is told as {told!r}")
    if page.run("!document.getElementById('toile')"):
        at = page.run("""(() => { const map = document.getElementById('carte-svg'), box = map.getBoundingClientRect(), ctm = map.getScreenCTM(),
          rect = document.querySelector('#volet-coupe rect'), edge = Number(rect.getAttribute('x')) + Number(rect.getAttribute('width'));
          return (edge * ctm.a + ctm.e - box.left) / box.width; })()""")
        expect(abs(at - 0.55) < 1e-3, f"the drawing is cut at {at} of its width")
        wrong = page.run("""[...document.querySelectorAll('.communes.gauche > path')].filter(p => p.getAttribute('class')).filter(p => {
          const swatch = document.querySelector('.cle i.' + p.getAttribute('class')), fill = getComputedStyle(p).fill;
          return !fill.startsWith('url') && fill !== getComputedStyle(swatch).backgroundColor; }).map(p => p.getAttribute('class'))""")
        expect(not wrong, f"left of the line, other colours than those of the legend: {wrong}")
        count = page.run("""(() => { const moves = (d) => (d.match(/M/g) || []).length, sum = (list) => list.reduce((n, p) => n + moves(p.getAttribute('d')), 0);
          return [sum([...document.querySelectorAll('.communes.gauche > path')]), sum([...document.querySelectorAll('.communes:not(.gauche) > path')])]; })()""")
        expect(count[0] == count[1], f"{count[0]} outlines left of the line, {count[1]} on the map")
    focus(page, "#volet-bouton")
    page.press("Enter")
    expect(page.run("document.querySelectorAll('.gauche').length") == 0 and len(page.run(legends)) == 1, "the swipe does not close")


def pages_of(page, path):
    page.pdf(path)
    data = pathlib.Path(path).read_bytes()
    parts = [data]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.S):
        try:
            parts.append(zlib.decompress(match.group(1)))
        except zlib.error:
            pass
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", b"".join(parts)))


def check_sheets(page, expect):
    """One page of A4 for elected officials, one for a commune."""
    with tempfile.TemporaryDirectory() as folder:
        for name, ready in (("elus", "sheets.prepare('elus')"), ("commune", "sheets.prepare('commune'), sheets.fill()")):
            if name == "commune":
                page.run("document.querySelector('#t-communes tbody').rows[0].cells[0].click()")
                expect(page.run("!document.getElementById('feuille-commune').disabled"), "the sheet of the chosen commune cannot be printed")
            page.run(ready + ", 0")
            if name == "commune":
                rows = page.run("[...document.querySelectorAll('#feuille-table > tr')].map(r => r.cells.length)")
                expect(len(rows) > 2 and set(rows) == {3}, f"the sheet of a commune has rows of {rows} cells")
            pages = pages_of(page, os.path.join(folder, name + ".pdf"))
            expect(pages == 1, f"the sheet {name} has {pages} pages")
            expect(page.run("!('feuille' in document.documentElement.dataset)"), "the page stays a sheet once it is printed")


def check_cards(page, expect, focus):
    """By the keyboard alone, the button of a card shows its layer on the map, its link opens its tables."""
    keys = page.run("[...document.querySelectorAll('.fiche [data-montre]')].map(b => b.dataset.montre)")
    for key in keys:
        focus(page, f"[data-montre={key}]")
        page.press("Enter")
        shown = page.run("[document.getElementById('carte-svg').dataset.couche, [...document.querySelectorAll('.cle:not([hidden])')].map(e => e.dataset.couche).join()]")
        expect(shown == [key, key], f"the card of layer {key} shows {shown}")
    for link in page.run("[...document.querySelectorAll('.fiche .suites a')].map(a => a.getAttribute('href'))"):
        focus(page, f'.fiche .suites a[href="{link}"]')
        page.press("Enter")
        expect(page.run(f"!!document.querySelector('{link}') && !document.querySelector('{link} details:not([open])')"), f"the link {link} of a card opens no table")
    page.run("document.querySelectorAll('#annexes details').forEach(d => { d.open = false; })")
    page.run("document.getElementById('couche') && (document.getElementById('couche').selectedIndex = 0, document.getElementById('couche').dispatchEvent(new Event('change')))")


def check_atlas(page, expect, focus):
    if not page.run("!!document.getElementById('carte-svg')"):
        return
    expect(page.until("document.querySelectorAll('#noms text').length > 0"), "the map names no town")
    check_cards(page, expect, focus)
    check_names(page, expect)
    check_pinch(page, expect)
    check_swipe(page, expect, focus)
    check_file(page, expect)
    check_sheets(page, expect)
    small = page.run(SMALL)
    expect(not small, f"text under 12 pixels: {small[:3]}")
