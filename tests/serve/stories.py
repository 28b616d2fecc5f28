"""What three people do at the desk: a planner, an analyst of the ARS, an elected official. Each with the mouse or with the keyboard alone."""
import io
import json
import os
import pathlib
import shutil
import subprocess
import time
import zipfile

from screens import expect, geopackage, point, polygon, workbook


def tab(s, words, ready):
    index = s.page.run(f"[...document.querySelectorAll('.onglets a')].findIndex(a => a.textContent === {words!r})")
    s.press(".onglets a", index)
    s.wait(ready, f"screen {words} does not come")


def planner(s, desk, name):
    """A territory on the map, the first answer, the page to try, what to hand over."""
    page = s.page
    s.wait("document.querySelector('h1')?.textContent === 'Études'", "the home does not come")
    s.show("1-etudes")
    s.press("main a.principal")
    s.wait("!!document.querySelector('canvas')", "the map of France does not come")
    if s.mouse:  # the town hall of Lens (2.83 E, 50.43 N), where the map puts it, then that of Béthune (2.64 E, 50.53 N), which is taken away again
        for lon, lat, code in ((2.83, 50.43, "246200364"), (2.64, 50.53, "200072460"), (2.64, 50.53, None)):
            at = page.run(f"(c => {{ c.scrollIntoView({{block: 'center'}}); const r = c.getBoundingClientRect(); return [r.x + ({lon} + 5.3) / 15 * r.width, r.y + (51.3 - {lat}) / 10.1 * r.width]; }})(document.querySelector('canvas'))")
            page.click_at(*at)
            s.wait(f"document.querySelectorAll('.puces li').length === {2 if code == '200072460' else 1} && document.querySelector('.puces').textContent.includes('{code or '246200364'}')", f"a click does not choose {code}")
    else:
        s.write("input[type=search]", "lens lievin")
        s.wait("document.querySelectorAll('#trouves li').length > 0", "the search finds nothing", 5)
        page.press("Enter")
        s.wait("document.querySelector('.puces')?.textContent.includes('246200364')", "Enter does not choose the EPCI")
    s.press("#q-zoning", key=" ")
    s.wait("document.getElementById('q-zoning').checked", "a question cannot be ticked", 5)
    s.write("input[maxlength='80']", name)
    s.show("2-nouvelle")
    s.press_named("Créer l’étude")
    s.wait("location.hash.includes('/calcul') && !!document.querySelector('.onglets')", "the study is not made")
    begin = time.monotonic()
    s.press("main button.principal")
    s.wait("!!document.querySelector('progress')?.offsetParent || !!document.querySelector('main table caption')", "no progress is shown", 10)
    s.show("3-calcul")
    s.wait("!!document.querySelector('main table caption')", "the run does not end")
    seconds = time.monotonic() - begin
    s.show("4-calcul-fini")
    s.press("a.bouton.principal")
    s.wait("!!document.querySelector('iframe')", "the page of results does not come")
    s.show("5-resultats")
    expect(page.run("document.querySelector('iframe').sandbox.value") == "allow-scripts allow-downloads allow-forms", "the page of results has other rights")
    for link in page.run("[...document.querySelectorAll('.remise a')].map(a => a.getAttribute('href'))"):
        got = desk.get(link)
        expect(got.status == 200 and len(got.body) > 10000, "cannot be handed over: " + link)
    return seconds


# ---- the analyst

def put(s, code, letter, name=None):
    """A class by its key on the line, or in its list."""
    if s.mouse:
        s.choose(f"select[data-focus='s{code}']", name or {"a": "ZAC", "i": "ZIP"}[letter])
    else:
        s.focus("tr.choisie")
        for _ in range(80):
            if s.page.run("document.activeElement.dataset.code") == code:
                break
            s.page.press("ArrowDown")
        s.page.press(letter)


def undo(s, times):
    for _ in range(times):
        if s.mouse:
            s.press_named("Annuler")
        else:
            s.focus("tr.choisie")
            s.page.press("z", holding="Control")
        time.sleep(0.1)
    s.calm()


def as_printed(s, program, folder, file):
    """The gauges shown are those that the program prints of the file that the desk has saved."""
    printed = subprocess.run([os.path.abspath(program), "zoning", "study.yaml", file, "--force", "--json", "--output", "../hors", "--overwrite"], cwd=folder, stdout=subprocess.PIPE, check=True).stdout
    shown = s.gauges()
    for row in json.loads(printed)["zonage_jauge"]:
        if row["cote"].startswith("B"):
            words = shown[row["jauge"]].replace("\u202f", "").replace("\u00a0", " ").replace(",", ".")
            expect(words == f"{row['part']:.2f} %", f"{row['jauge']}: {words} on the desk, {row['part']} printed")
    return json.loads(printed)


def imports(s, folder):
    """A workbook in the layout of the DREES, with its neighbourhoods in a sheet of their own; what does not fit is told by row."""
    communes = [["depcom", "libcom", "TVS", "zonage_regional"], [62498, "Lens", 62498, "2- Zone d'action complémentaire"], [62510, "Liévin", 62498, "2- Zone d'action complémentaire"], ["99999", "Ailleurs", "99999", "1 -ZIP"], [62861, "Vimy", 62861, "quoi"]]
    s.give("#zonage-a-importer", "drees.xlsx", workbook({"Zonage_communes": communes, "Zonage_QPV": [["code_qp", "zonage"], ["QN06202M", "3_QPV_ZIP"]]}))
    s.wait("document.querySelector('details .bien')?.textContent.startsWith('2 unités reprises, 2 lignes écartées')", "a workbook is not imported")
    told = s.page.run("[...document.querySelectorAll('details ul.note li')].map(li => li.textContent)")
    expect(told == ["Zonage_communes, ligne 4 : 99999, code inconnu de l’étude", "Zonage_communes, ligne 5 : quoi, classe inconnue"], f"rows set aside: {told}")
    s.calm()
    text = pathlib.Path(folder, "zonage-projet.yaml").read_text()
    expect('- { tvs: "62498", class: ZAC, reason: "repris de drees.xlsx" }' in text and '- { qpv: "QN06202M", class: ZIP' in text, "the zoning is not what was imported:\n" + text)


def analyst(s, desk, name, program):
    """A version of the zoning: classes, a neighbourhood apart, a refusal beside its line, undo, import, a copy, a comparison, validation, what is filed."""
    page, folder = s.page, os.path.join(desk.folder, name)
    pathlib.Path(folder, "modele.txt").write_text("= Arrêté d’essai\nLe zonage arrêté est : {zonage}.\n# Annexe\n{communes ZAC}\n")
    tab(s, "Zonage", "!!document.querySelector('main button.principal')")
    seen = next(each for each in desk.get("/api/studies").json()["studies"] if each["name"] == name)
    expect(seen["held_by_other"] and seen["holder"], f"nobody is said to be working on the study: {seen}")
    s.show("6-zonage-vide")
    s.press("main button.principal")
    s.wait("!!document.querySelector('.jauge')", "no gauge is shown")
    s.calm()
    first = s.gauges()
    expect(page.run("document.querySelectorAll('tr.quartier').length") == 22, "the neighbourhoods have no lines")
    code = page.run("document.querySelectorAll('tr[data-code]:not(.quartier)')[1].dataset.code")
    put(s, code, "a")
    s.wait(f"document.querySelector('tr[data-code=\"{code}\"] .classe')?.textContent === 'ZAC'", "a territory is not put in ZAC")
    s.wait(f"!!document.querySelector('tr[data-code=\"{code}\"] .faute')", "the refusal of the rule is not beside its line")
    s.calm()
    s.write(f"[data-focus='m{code}']", "deux départs")
    page.press("Tab")
    s.calm()
    put(s, "QN06219M", "i")
    s.wait("document.querySelector('tr[data-code=\"QN06219M\"] .classe')?.textContent === 'ZIP'", "a neighbourhood is not classed apart")
    s.calm()
    s.write("[data-focus='mQN06219M']", "maison de santé fermée")
    page.press("Tab")
    s.calm()
    s.wait("document.querySelector('aside h3')?.textContent.length > 0 && document.querySelectorAll('aside .faits dd').length > 4", "nothing stands beside the territory")
    expect(page.run("document.querySelector('aside').textContent").count("sur") >= 3, "no rank of the territory")
    s.show("7-zonage")
    expect(s.gauges() != first, "the gauges do not move")
    text = pathlib.Path(folder, "zonage-projet.yaml").read_text()
    expect(f'- {{ tvs: "{code}", class: ZAC, reason: "deux départs" }}' in text and '- { qpv: "QN06219M", class: ZIP, reason: "maison de santé fermée" }' in text, "the version is not what was typed:\n" + text)
    as_printed(s, program, folder, "zonage-projet.yaml")
    undo(s, 4)
    s.wait(f"!document.querySelector('tr[data-code=\"{code}\"]').classList.contains('changee')", "undo does not undo")
    s.wait(f"JSON.stringify(Object.fromEntries([...document.querySelectorAll('.jauge')].map(j => [j.querySelector('b').textContent, j.querySelector('.valeur').textContent]))) === {json.dumps(json.dumps(first, ensure_ascii=False, separators=(',', ':')))}",
           "undone, the gauges are not those of before", 15)
    s.press("main summary")
    s.write("details[open] input[maxlength='60']", "variante")
    s.press_named("Copier")
    s.wait("document.querySelector('main select').value === 'zonage-variante.yaml'", "no copy is made")
    s.calm()
    s.choose("main select", "zonage-projet.yaml")
    s.wait("document.querySelector('main select').value === 'zonage-projet.yaml' && !document.querySelector('details[open]')", "the first version does not open")
    s.calm()
    s.press("main summary")
    imports(s, folder)
    s.choose("details[open] select", "zonage-variante.yaml")
    s.press_named("Comparer")
    s.wait("[...document.querySelectorAll('details caption')].some(c => c.textContent === 'Classes qui diffèrent')", "two versions are not compared")
    apart = page.run("[...document.querySelectorAll('details table')].find(t => t.caption.textContent === 'Classes qui diffèrent').tBodies[0].rows.length")
    expect(apart == 2, f"{apart} classes differ, not the two imported")
    s.show("8-zonage-compare")
    s.choose("main select", "zonage-variante.yaml")
    s.wait("document.querySelector('main select').value === 'zonage-variante.yaml' && !document.querySelector('details[open]')", "the copy does not open")
    s.calm()
    s.press("main summary")
    s.press_named("Valider cette version")
    s.wait("document.getElementById('message').textContent.includes('Validée')", "the version cannot be validated")
    expect(os.path.exists(os.path.join(folder, "zonage-variante.yaml.valide")), "nobody is said to have validated")
    put(s, code, "i")
    s.wait("document.getElementById('message').textContent.includes('ne change plus')", "a validated version changes")
    s.press("main summary")
    s.choose("details[open] select", "modele.txt", page.run("[...document.querySelectorAll('details[open] select')].findIndex(x => x.labels[0].textContent === 'Modèle de l’arrêté')"))
    s.press_named("Écrire les pièces")
    s.wait("['annexe.fodt', 'arrete.docx', 'arrete.odt', 'zonage.xlsx', 'zonage_drees_qpv.csv'].every(f => [...document.querySelectorAll('details a')].some(a => a.textContent === f))", "the files to submit are not written")
    order = zipfile.ZipFile(io.BytesIO(desk.get(page.run("[...document.querySelectorAll('details a')].find(a => a.textContent === 'arrete.docx').getAttribute('href')")).body))
    expect("Arrêté d’essai" in order.read("word/document.xml").decode(), "the order is not that of the template chosen")
    s.show("9-zonage-depot")


def nurses(s, desk, program):
    """The zoning of another profession: five levels, the zones of exchange, a swap outside them refused beside its line."""
    page, name = s.page, "Infirmiers"
    folder = os.path.join(desk.folder, name)
    for part in ("small", "nurses"):
        shutil.copytree(os.path.join(os.path.dirname(__file__), "..", "studies", part), folder, dirs_exist_ok=True)
    subprocess.run([os.path.abspath(program), "run", "study.yaml", "--quiet"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    page.run(f"location.hash = '#/etude/{name}/zonage'")
    s.wait("document.querySelector('main h1')?.textContent === 'Infirmiers' && !!document.querySelector('main button.principal')", "the zoning of nurses does not come")
    s.press("main button.principal")
    s.wait("!!document.querySelector('.jauge')", "no gauge is shown")
    s.calm()
    offered = page.run("[...document.querySelector('tr[data-code] select').options].map(o => o.value)")
    expect(offered == ["", "très sous-doté", "sous-doté", "intermédiaire", "très doté", "sur-doté"], f"classes offered: {offered}")
    zones = page.run("Object.fromEntries([...document.querySelectorAll('tr[data-code]')].map(r => [r.dataset.code, r.cells[4].textContent]))")
    expect(zones == {"T1": "moins dotés", "T2": "moins dotés", "T3": "mieux dotés", "T4": "hors zone"}, f"zones of exchange: {zones}")
    expect({"zones sous-dotées (UD)", "zones sur-dotées (OD)"} <= set(s.gauges()), f"gauges of nurses: {s.gauges()}")
    put(s, "T4", "2", "sous-doté")  # its indicator, 100, lies between both zones
    s.wait("document.querySelector('tr[data-code=T4] .classe')?.textContent === 'sous-doté' && document.querySelector('tr[data-code=T4] .faute')?.textContent.includes('zone d’échange')", "a swap outside the zones is not refused beside its line")
    s.calm()
    expect('- { tvs: "T4", class: sous-doté }' in pathlib.Path(folder, "zonage-projet.yaml").read_text(), "the level is not in the version")
    as_printed(s, program, folder, "zonage-projet.yaml")
    s.show("9b-zonage-infirmiers")
    page.run("history.back()")
    s.wait("document.querySelector('main h1')?.textContent !== 'Infirmiers'", "the first study does not come back")


# ---- the official

def antennas(s):
    """One to three antennas, the next choice with who is nearer and farther, a site moved: the cost against the best one."""
    page = s.page
    tab(s, "Antennes", "document.querySelectorAll('main input[type=number]').length >= 3")
    s.choose("main select", "p-median")
    s.press_named("Chercher")
    s.wait("document.querySelectorAll('.trois .carton').length === 3", "one to three antennas are not proposed")
    expect(page.run("[...document.querySelectorAll('.trois .carton')].every(c => c.textContent.includes('rouvé'))"), "an answer without its proof")
    minutes = page.run("[...document.querySelectorAll('.trois .carton > p > b')].map(b => parseFloat(b.textContent.replace(',', '.')))")
    expect(len(minutes) == 3 and minutes[0] > minutes[1] > minutes[2] > 0, f"more antennas do not shorten trips: {minutes}")
    flip = page.run("[...document.querySelectorAll('.trois button')].findIndex(b => b.closest('.carton').textContent.includes('2 antennes') && b.textContent === 'Autre choix')")
    s.press(".trois button", flip)
    s.wait("document.querySelector('.trois h4')?.textContent.includes('habitants')", "nobody is said to be nearer or farther")
    expect(page.run("/coûte [0-9,]+ minutes? de plus/.test(document.querySelector('.trois').textContent)"), "another choice has no cost")
    s.show("10-antennes")
    move = page.run("[...document.querySelectorAll('.trois button')].findIndex(b => b.closest('.carton').textContent.includes('2 antennes') && b.textContent.startsWith('Déplacer'))")
    s.press(".trois button", move)
    s.wait("document.querySelectorAll('.antenne').length === 2", "no antenna on the map")
    before = page.run("[...document.querySelectorAll('.sites select')].map(x => x.value)")
    if s.mouse:
        page.drag(page.middle(".antenne"), page.run("(e => { const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelector('path[data-code=\"62861\"]'))"))
    else:
        s.focus(".antenne")
        page.press("ArrowDown")
    s.wait("/coûte|aussi bon/.test(document.querySelector('.antennes').closest('.carton').textContent)", "the cost of a move is not told")
    after = page.run("[...document.querySelectorAll('.sites select')].map(x => x.value)")
    expect(after[0] != before[0] and after[1] == before[1], f"moved from {before} to {after}")
    worth = page.run("/([0-9,]+) minutes contre ([0-9,]+) minutes pour le meilleur/.exec(document.querySelector('.antennes').closest('.carton').textContent)?.slice(1)")
    expect(worth and float(worth[0].replace(",", ".")) >= float(worth[1].replace(",", ".")), f"a site moved beats the best choice: {worth}")
    s.show("11-antennes-carte")
    s.press("#figer0", key=" ")
    s.press_named("Chercher avec ce qui est figé")
    s.wait(f"document.querySelector('.trois .carton') && [...document.querySelectorAll('details input')].some(i => i.value === '{after[0]}') && [...document.querySelectorAll('.trois .carton')].every(c => c.textContent.includes('({after[0]})'))", "what is frozen is not kept")


def move(s, session):
    """A session to the next day; that day."""
    stop, day = session
    goal = str(int(day) % 5 + 1)
    if s.mouse:
        s.page.drag(s.page.middle(f".seance[data-stop='{stop}']"), s.page.run(f"(e => {{ const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.bottom - 12]; }})(document.querySelector('td[data-day=\"{goal}\"]'))"))
    else:
        s.focus(f".seance[data-stop='{stop}']")
        s.page.press("ArrowRight")
    return goal


def rounds(s):
    """A week of rounds; a session goes to another day, and is refused where it cannot be."""
    page = s.page
    tab(s, "Tournées", "[...document.querySelectorAll('main button')].some(b => b.textContent === 'Proposer un calendrier')")
    s.press_named("Proposer un calendrier")
    s.wait("document.querySelectorAll('.seance').length >= 3", "no session is proposed")
    s.show("12-tournees")
    # two sessions of 150 minutes do not fit in a day of 420
    days = "[...document.querySelectorAll('.seance')].map(b => [b.dataset.stop, b.closest('td').dataset.day])"
    where = page.run(days)
    move(s, where[0])
    s.wait("document.querySelector('main .faute')?.textContent.includes('ne tient pas le jour')", "a session that does not fit is not refused with the reason")
    expect(page.run(days) == where, "a refused move changes the plan")
    s.show("13-tournees-refus")
    s.write("main input[type=number]", "90", page.run("[...document.querySelectorAll('main input[type=number]')].findIndex(x => x.labels[0].textContent === 'Minutes par séance')"))
    s.press_named("Proposer un calendrier")
    s.wait("!document.querySelector('main .faute') && document.querySelectorAll('.seance').length >= 3", "shorter sessions are not planned")
    where = page.run(days)
    session = next(each for each in where if each[1] < "5" and str(int(each[1]) + 1) not in {day for _, day in where})  # before a free day
    stop, goal = session[0], move(s, session)
    s.wait(f"document.querySelector('.seance.imposee[data-stop=\"{stop}\"]')?.closest('td').dataset.day === '{goal}'", "a session does not move")
    others = dict(page.run(days))
    expect(all(others.get(code) == at for code, at in where if code != stop), f"others moved: {where} then {others}")
    # a stop that is no target of the rounds
    s.choose("main .outils select", "62498", page.run("[...document.querySelectorAll('main .outils select')].findIndex(x => x.labels[0].textContent === 'Ajouter un arrêt')"))
    s.press_named("Ajouter")
    s.wait("document.querySelector('main .faute')?.textContent.includes('impossible')", "a stop that cannot be is not refused")
    expect("n’est pas un arrêt" in page.run("document.querySelector('main .faute').textContent"), "a refusal without its reason: " + page.run("document.querySelector('main .faute').textContent"))
    s.press_named("Garder ces tournées")
    s.wait("document.getElementById('message').textContent.startsWith('Gardées')", "the rounds are not kept")


def timetable():
    """A feed in GTFS of one bus."""
    tables = {"agency.txt": "agency_name,agency_timezone\nBus,Europe/Paris\n", "stops.txt": "stop_id,stop_lat,stop_lon\nA,50.42,2.8\nB,50.43,2.83\n",
              "routes.txt": "route_id,route_type\nL,3\n", "trips.txt": "route_id,service_id,trip_id\nL,W,T\n",
              "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20250106,20251219\n",
              "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A,1\nT,08:10:00,08:10:00,B,2\n"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    return packed.getvalue()


def layers(s, folder):
    """A GeoPackage of two layers: each on the map, one mapped and added, the study kept as it was when that cannot be."""
    page, study = s.page, pathlib.Path(folder, "study.yaml")
    s.give("#fichiers", "maisons.gpkg", geopackage({"maisons": [(point(2.83, 50.43), {"ident": "M1", "nom": "Maison de santé", "genre": "620"}), (point(2.78, 50.42), {"ident": "M2", "nom": "Pôle", "genre": "620"})],
                                                    "secteurs": [(polygon((2.75, 50.40), (2.85, 50.40), (2.80, 50.46)), {"nom": "Centre"})]}))
    s.wait("[...document.querySelectorAll('.carton h3')].filter(x => x.textContent.includes('maisons.gpkg|layername=')).length === 2", "the layers of a GeoPackage are not shown")
    drawn = page.run("[...document.querySelectorAll('.apercu')].slice(0, 2).map(x => [x.querySelectorAll('circle:not(.fond)').length, x.querySelectorAll('path').length])")
    expect(drawn == [[2, 0], [0, 1]], f"points and outlines drawn of each layer: {drawn}")
    s.show("14b-donnees-couches")
    before = study.read_text()
    s.choose(".carton select", "sites")
    s.choose(".carton select", "ident", 1)
    s.choose(".carton select", "nom", 2)
    s.choose(".carton select", "genre", 3)
    s.press_named("Ajouter à l’étude")
    s.wait("document.getElementById('message').textContent.startsWith('Ajouté')", "a layer is not added to the study")
    after = study.read_text()
    expect('    - path: "maisons.gpkg|layername=maisons"\n      columns: { code: "ident", libelle: "nom", categorie: "genre" }' in after and len(after) > len(before), "the layer is not in the study file:\n" + after)
    study.write_text(before)
    s.choose(".carton select", "communes")  # whose columns are not there
    for index in (1, 2, 3):
        s.choose(".carton select", "nom", index)
    s.press_named("Ajouter à l’étude")
    s.wait("document.getElementById('message').textContent.includes('n’a pas changé')", "a source that the study cannot take is kept")
    expect(study.read_text() == before, "the study file is not as it was")
    s.give("#fichiers", "bus.zip", timetable())  # a data set, but no source
    s.wait("[...document.querySelectorAll('.carton')].some(x => x.querySelector('h3')?.textContent === 'bus.zip est reconnu' && x.textContent.includes('gtfs') && x.querySelectorAll('svg.apercu circle:not(.fond)').length > 0)", "a timetable is not recognised")


def files(s, desk, name):
    """A file that is not known: its rows on the map, its columns, its faults; commands; the study as a text."""
    page, folder = s.page, os.path.join(desk.folder, name)
    for file, years in (("communes-100m-2026.geojson.gz", 3), ("populations-2023.zip", 0)):
        pathlib.Path(folder, file).write_bytes(b"")
        os.utime(os.path.join(folder, file), 2 * (time.time() - years * 365 * 86400,))
    tab(s, "Données", "!!document.querySelector('.depot')")
    s.wait("document.querySelectorAll('main tbody tr').length > 5", "official files are not listed")
    offered = page.run("[...document.querySelectorAll('main tbody tr')].filter(r => /populations-2023|communes-100m/.test(r.cells[0].textContent)).map(r => [r.cells[0].textContent, r.cells[3].textContent.split(' ')[0], r.querySelector('button')?.textContent || ''])")
    expect(offered == [["communes-100m-2026.geojson.gz", "périmé", "Mettre à jour"], ["populations-2023.zip", "présent", ""]], f"official files out of date, there: {offered}")
    expect(page.run("[...document.querySelectorAll('main tbody tr')].some(r => r.cells[3].textContent === 'absent' && r.querySelector('button')?.textContent === 'Télécharger')"), "a file that is not there cannot be fetched")
    s.give("#fichiers", "releve.csv", "commune;medecins\n62498;40\n62427;x\n99999;3\n")
    s.wait("document.querySelectorAll('.carton select').length >= 3", "the columns of an unknown file cannot be mapped")
    s.wait("document.querySelectorAll('.apercu circle:not(.fond)').length === 2", "its rows are not on the map")
    s.choose(".carton select", "commune", 1)
    s.choose(".carton select", "medecins", 2)
    s.wait("[...document.querySelectorAll('.carton li')].some(li => li.textContent.includes('ligne 3, medecins'))", "faults are not listed by row")
    expect(page.run("[...document.querySelectorAll('.carton li')].filter(li => li.textContent.startsWith('ligne')).map(li => li.textContent)") ==
           ["ligne 3, medecins : « x », pas un nombre", "ligne 4, commune : « 99999 », aucune commune n’a ce code"], "other faults than the two there are")
    s.show("14-donnees")
    page.run("window.confirm = () => true")  # the same file again, in place of the first
    s.give("#fichiers", "releve.csv", "commune;medecins\n62498;41\n")
    saved = os.path.join(folder, "releve.csv")
    s.wait("document.querySelectorAll('.carton').length >= 2", "a file cannot be replaced")
    expect(pathlib.Path(saved).read_text() == "commune;medecins\n62498;41\n", "the second file is not the one saved")
    layers(s, folder)
    tab(s, "Commandes", "!!document.querySelector('.etroit')")
    offered = page.run("[...document.querySelector('main select').options].map(o => o.value)")
    expect("zoning" in offered and not {"serve", "shard"} & set(offered), f"what is for consoles is offered: {offered}")
    s.choose("main select", "info")
    s.press_named("Lancer")
    s.wait("document.querySelector('.etroit pre')?.textContent.includes('Lens')", "a command of the catalogue does not answer")
    s.show("15-commandes")
    tab(s, "Fichiers", "!!document.querySelector('textarea')")
    s.show("16-fichiers")
    row = page.run("[...document.querySelectorAll('main tbody tr')].filter(r => r.querySelector('button')).findIndex(r => r.textContent.includes('releve.csv'))")
    s.press("main tbody button", row)
    s.wait("![...document.querySelectorAll('main tbody tr')].some(r => r.textContent.includes('releve.csv'))", "a file cannot be removed")
    expect(not os.path.exists(saved), "a removed file is still there")
    page.run("document.querySelector('textarea').value += '\\n# relu\\n'")
    s.press("main .principal")
    s.wait("document.getElementById('message').textContent.includes('Enregistré')", "the study file is not saved")


def compares(s, desk, name, program):
    """A result kept, the study changed and run again: who gains and who loses is what the program says."""
    page, folder = s.page, os.path.join(desk.folder, name)
    s.press_named("Garder")
    s.wait("document.getElementById('message').textContent.includes('-avant.gpkg')", "a result cannot be kept")
    kept = next(file for file in os.listdir(folder) if file.endswith("-avant.gpkg"))
    study = pathlib.Path(folder, "study.yaml")
    text = study.read_text()
    expect(text.count("{ model: crow }") == 1, "the study travels otherwise")
    study.write_text(text.replace("{ model: crow }", "{ model: crow, detour: 1.6 }"))
    subprocess.run([os.path.abspath(program), "run", "study.yaml", "--overwrite", "--quiet"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    s.press_named("Comparer")
    s.wait("[...document.querySelectorAll('caption')].some(c => c.textContent === 'Qui passe un seuil')", "two runs are not compared")
    printed = subprocess.run([os.path.abspath(program), "compare", kept, kept.replace("-avant", ""), "--json", "--output", "../compare", "--overwrite"], cwd=folder, stdout=subprocess.PIPE, check=True).stdout
    words = {"gp.apl": "APL des généralistes", "gp.temps": "trajet au généraliste", "pharmacy.temps": "trajet à la pharmacie", "emergency.temps": "trajet aux urgences"}
    people = {words[row["quoi"]]: [row["gagnent"], row["perdent"]] for row in json.loads(printed)["comparaison_publics"] if row["maille"] == "territoire"}
    shown = page.run("Object.fromEntries([...[...document.querySelectorAll('table')].find(t => t.caption?.textContent.startsWith('Qui gagne')).tBodies[0].rows].map(r => [r.cells[0].textContent, [4, 5].map(i => Number(r.cells[i].textContent.replace(/\\D/g, '')))]))")
    expect(shown == {what: [round(n) for n in both] for what, both in people.items()} and any(lose for _, lose in people.values()), f"who gains and who loses: {shown} on the desk, {people} printed")
    got = desk.get(page.run("[...document.querySelectorAll('a')].find(a => a.textContent === 'Page de la comparaison').getAttribute('href')"))
    expect(got.status == 200 and b"<html" in got.body[:200], "the page of the comparison cannot be opened")
    s.show("18-comparaison")
    state = next(each for each in desk.get("/api/studies").json()["studies"] if each["name"] == name)
    expect(state["has_results"] and state["complete"], f"a study that has been run is said to be {state}")


def official(s, desk, name, program):
    """Tries and reads: antennas, rounds, files, the page again, two runs side by side."""
    antennas(s)
    rounds(s)
    files(s, desk, name)
    tab(s, "Résultats", "!!document.querySelector('iframe')")
    for out in ("couches.geojson.zip", "couches.shp.zip", "tables.xlsx"):
        s.choose("main select", out, s.page.run("[...document.querySelectorAll('main select')].findIndex(x => x.labels[0].textContent === 'Format')"))
        exporter = s.page.run("[...document.querySelectorAll('main button')].findIndex(b => b.textContent === 'Exporter')")
        s.press("main button", exporter)
        s.wait(f"[...document.querySelectorAll('h2')].find(x => x.textContent === 'Exporter').parentNode.querySelector('.remise a')?.textContent === '{out}' && ![...document.querySelectorAll('main button')][{exporter}].disabled", f"{out} is not exported")
        got = desk.get(s.page.run("[...document.querySelectorAll('h2')].find(x => x.textContent === 'Exporter').parentNode.querySelector('.remise a').getAttribute('href')"))
        expect(got.status == 200 and got.body[:2] == b"PK", f"{out} cannot be downloaded")
    s.show("17-exports")
    compares(s, desk, name, program)
    s.wait("fetch('/api/studies').then(r => r.json()).then(a => a.studies.every(s => !s.holder))", "a study that is only read stays held", 10)
