"""Trying changes in the page, by the keyboard alone: every kind of change, undo, redo, link, and what is announced."""
import json


REACHED = {}  # page: selectors that the Tab key has reached; later they are focused at once


def focus(page, selector):
    tab, reached = REACHED[page]
    if selector in reached:
        page.run(f"document.querySelector({selector!r}).focus()")
    else:
        tab(page, selector)
        reached.add(selector)


def fill(page, selector, words):
    page.run(f"document.querySelector({selector!r}).value = ''")
    focus(page, selector)
    page.type(words)


def choose(page, selector, value):
    """By the arrow keys, as someone who sees no list would."""
    focus(page, selector)
    page.press("ArrowUp", page.run(f"document.querySelector({selector!r}).selectedIndex"))
    at = page.run(f"[...document.querySelector({selector!r}).options].findIndex(o => o.value === {value!r})")
    page.press("ArrowDown", at)
    return page.run(f"document.querySelector({selector!r}).value") == value


def press(page, selector):
    focus(page, selector)
    page.press("Enter")


SAID = "document.getElementById('essai-dit').textContent"
LIST = "[...document.querySelectorAll('#essai-liste li')].map(e => e.textContent)"
FILLS = "[...document.querySelectorAll('.communes path')].filter(e => e.style.fill).length"


def check_rows_of_the_page(page, expect):
    """The rows that the page came with follow a trial, before anything is searched or sorted."""
    if not page.run("!!document.getElementById('essai-donnees')"):
        return
    expect(page.until("!document.getElementById('essai').hidden", 10), "trying changes is hidden")
    cell = ("document.querySelector('#t-communes tbody').rows[0].cells["
            "[...document.querySelector('#t-communes thead').rows[0].cells].findIndex(c => c.dataset.nom === 'apl')].textContent")
    before = page.run(cell)
    page.run("document.getElementById('essai-service').value = 'gp', document.getElementById('essai-ou').value = document.querySelector('#t-communes tbody').rows[0].cells[1].textContent,"
             "document.getElementById('essai-nombre').value = 3, document.getElementById('essai-form').requestSubmit()")
    expect(page.run(cell) != before, f"the first row of the page still says {before}")
    page.run("document.getElementById('essai-effacer').click()")
    expect(page.run(cell) == before, f"reset leaves {page.run(cell)} in the first row, which said {before}")
    page.run("document.getElementById('essai-nombre').value = 1")


def check_service(page, expect):
    """Sites of several services: none is chosen for the reader, and a commune without a site of the service says so."""
    data = "JSON.parse(document.getElementById('essai-donnees').textContent)"
    count = page.run(data + ".services.length")
    if count < 2:
        return
    choose(page, "#essai-quoi", "close")
    expect(page.run("document.getElementById('essai-service').value") == "", "a service is chosen before the reader says which closes")
    press(page, "#essai-form .fort")
    expect(page.run("document.getElementById('essai-service').options.length") == count + 1, "a service is missing from the list")
    expect(page.run("JSON.parse(document.getElementById('essai-mots').textContent).noservice") == page.run(SAID), "a site closes without a service")
    bare = page.run("""(() => { const d = JSON.parse(document.getElementById('essai-donnees').textContent), s = d.services.at(-1), has = new Set(s.sites.map(x => x.commune));
      return [s.service, [...document.getElementById('essai-noms').options].map(o => o.value).find(v => !has.has(d.code.indexOf(v.match(/\(([^)]*)\)$/)[1])))]; })()""")
    if not bare[1]:
        return
    choose(page, "#essai-service", bare[0])
    fill(page, "#essai-ou", bare[1])
    page.press("Tab")
    none = page.run("JSON.parse(document.getElementById('essai-mots').textContent).nosite")
    shown = page.run("[...document.getElementById('essai-site').options].map(o => o.text)")
    expect(shown == [none] and page.run(SAID) == none, f"{bare[1]} has no site of {bare[0]}, and the list says {shown}")


def check_trial(page, expect, tab):
    """`tab` moves the focus to a selector by the Tab key, or fails."""
    REACHED[page] = (tab, set())
    if not page.run("!!document.getElementById('essai-donnees')"):
        return
    expect(page.until("!document.getElementById('essai').hidden", 10), "trying changes is hidden")
    kinds = page.run("[...document.getElementById('essai-quoi').options].map(o => o.value)")
    codes = page.run("[...document.getElementById('essai-service').options].filter(o => o.value === o.text).map(o => o.value)")
    expect(not codes, f"services are named by their codes: {codes}")
    # the first commune of the table: doctors raise access there
    name = page.run("document.querySelector('#t-communes tbody').rows[0].cells[1].textContent")
    column = page.run("[...document.querySelector('#t-communes thead').rows[0].cells].findIndex(c => c.dataset.nom === 'apl')")
    cell = (f"[...document.querySelector('#t-communes tbody').rows].find(r => r.cells[1].textContent === {json.dumps(name)})"
            f".cells[{column}].textContent")
    before, none = page.run(cell), page.run(SAID)

    def text(named):
        at = page.run(f"[...document.querySelector('#t-communes thead').rows[0].cells].findIndex(c => c.dataset.nom === {named!r})")
        row = f"[...document.querySelector('#t-communes tbody').rows].find(r => r.cells[1].textContent === {json.dumps(name)})"
        return page.run(f"{row}.cells[{at}].textContent") if at >= 0 else None

    today = {named: text(named) for named in ("nb_gp", "desert_lib", "zonage")}

    def attempt(kind, told):
        expect(choose(page, "#essai-quoi", kind), f"{kind} cannot be chosen by the arrow keys")
        count, was = len(page.run(LIST)), page.run(SAID)
        told()
        press(page, "#essai-form .fort")
        expect(page.until(f"{SAID} !== {json.dumps(was)}"), f"nothing is announced after {kind}")
        return len(page.run(LIST)) - count

    def doctors(number, selector="#essai-ou"):
        fill(page, selector, name)
        fill(page, "#essai-nombre", str(number))

    expect(attempt("come", lambda: doctors(3)) == 1, "doctors do not come")
    expect(page.run(cell) != before, f"the table of communes still says {before} for {name}")
    if today["nb_gp"] not in (None, "–") and page.run("(() => { const d = JSON.parse(document.getElementById('essai-donnees').textContent);"
                                                      "return d.commune.every((c, i) => c === i) })()"):
        number = [float(t.replace("\u202f", "").replace(",", ".")) for t in (today["nb_gp"], text("nb_gp"))]
        expect(abs(number[1] - number[0] - 3) < 0.01, f"three doctors come to {number[0]}, and the table says {number[1]}")
    if page.run("!!document.getElementById('couche')") and page.run("!document.getElementById('toile')"):
        expect(page.run(FILLS) > 0, "the map shows no difference")
    if page.run("!document.getElementById('essai-volet').disabled"):
        press(page, "#essai-volet")
        expect(page.until("document.activeElement.id === 'volet'"), "before and after are not shown side by side")
        expect(page.run("['couche-gauche', 'couche'].map(id => document.getElementById(id).value)") == ["c", "essai"], "before and after are not those of access")
        press(page, "#volet-bouton")
    expect(attempt("leave", lambda: doctors(99999)) == 0, "more doctors leave than there are")
    expect(attempt("leave", lambda: doctors(1)) == 1, "doctors do not leave")
    other = page.run("document.querySelector('#t-communes tbody').rows[1].cells[1].textContent")
    moved = attempt("move", lambda: (doctors(1), fill(page, "#essai-vers", other)))
    expect(moved == 2, "a doctor does not move")
    listed = page.run(LIST)
    press(page, "#essai-annuler")
    expect(page.run(LIST) == listed[:-2], "a move is not undone at once")
    press(page, "#essai-retablir")
    expect(page.run(LIST) == listed, "a move is not done again at once")
    if "open" in kinds:
        check_service(page, expect)

        def pharmacy():
            page.run("document.getElementById('essai-service').selectedIndex = document.getElementById('essai-service').length - 1")
            fill(page, "#essai-ou", name)
        expect(attempt("open", pharmacy) == 1, "a site does not open")
        first = page.run("JSON.parse(document.getElementById('essai-donnees').textContent).services.pop().sites[0]")

        def closing():
            page.run("document.getElementById('essai-service').selectedIndex = document.getElementById('essai-service').length - 1;"
                     "document.getElementById('essai-ou').value = '';"
                     "document.getElementById('essai-service').dispatchEvent(new Event('change'))")
            choose(page, "#essai-site", first["code"])
        # without a commune every site is listed
        expect(attempt("close", closing) == 1, "a site does not close")
    if "class" in kinds:
        def territory():
            choose(page, "#essai-niveau", "commune")
            fill(page, "#essai-unite", name)
            choose(page, "#essai-classe", "ZAC")
        expect(attempt("class", territory) == 1, "a commune does not change its class")
        expect(text("zonage") in (None, "ZAC"), f"the table of communes says {text('zonage')} for a class of ZAC")
    expect(attempt("threshold", lambda: fill(page, "#essai-valeur", "5")) == 1, "a threshold does not change")
    if "year" in kinds:
        expect(attempt("year", lambda: choose(page, "#essai-annees", page.run("document.getElementById('essai-annees').options[0].value"))) == 1,
               "the expected supply does not apply")
    left = page.run("[...document.querySelectorAll('#essai *')].map(e => e.firstChild && e.firstChild.data || '').find(t => /\\{\\w\\}/.test(t))")
    expect(not left, f"a sentence is not filled: {left}")
    done = page.run(LIST)
    press(page, "#essai-annuler")
    expect(len(page.run(LIST)) == len(done) - 1, "undo does not take the last step back")
    press(page, "#essai-retablir")
    expect(page.run(LIST) == done, "redo does not bring it again")
    figures = page.run("document.getElementById('essai-chiffres').textContent")
    press(page, "#essai-lien")
    expect(page.until("location.hash.startsWith('#essai=')"), "there is no link")
    address = page.run("location.href")
    press(page, "#essai-effacer")
    left = {named: text(named) for named in today}
    expect(left == today, f"reset leaves {left} where the table said {today}")
    expect(page.run(LIST) == [] and page.run(cell) == before and page.run(FILLS) == 0 and page.run(SAID) == none, "reset leaves something of the trial")
    press(page, "#essai-annuler")
    expect(page.run(LIST) == done, "reset cannot be undone")
    press(page, "#essai-retablir")
    # a link followed while something else is tried: undo brings that back
    expect(attempt("come", lambda: doctors(2)) == 1, "doctors do not come")
    mine = page.run(LIST)
    page.run("history.replaceState(null, '', location.pathname)")
    page.run(f"location.href = {address!r}")
    expect(page.until(f"document.querySelectorAll('#essai-liste li').length > {len(mine)}"), "a link is not followed in an open page")
    press(page, "#essai-annuler")
    expect(page.run(LIST) == mine, "what was tried before a link was followed is lost")
    page.run(f"setTimeout(() => {{ location.href = {address!r}; location.reload(); }}), window.before = true")  # answered before the page goes
    expect(page.until("!window.before", 20), "the page is not loaded again")
    expect(page.until("document.readyState === 'complete' && document.querySelectorAll('#essai-liste li').length > 0", 20), "the link does not bring the trial back")
    expect(page.run("document.getElementById('essai-chiffres').textContent") == figures, "the link brings other figures")
    press(page, "#essai-effacer")
