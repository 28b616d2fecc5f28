"""Drives the panel of the plugin in QGIS: a territory by its name and by a click, a run, the group of layers, a rerun, a stop.
Usage: panel.py MAILLAGE PLUGIN.zip [PICTURE.png], with the Python of QGIS; a picture of a download that was refused stands beside
PICTURE.png. Prints a line a failed check, then "N passed, N failed"."""
import functools
import hashlib
import http.server
import os
import sqlite3
import sys
import tempfile
import threading
import time
import zipfile

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsLayerTreeModel, QgsPointXY, QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsLayerTreeView, QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

from checks import Checks

LONGEST_S = 300


class Interface:
    """What the panel asks of the window of QGIS."""

    def __init__(self):
        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.window.setCentralWidget(self.canvas)
        self.window.resize(1200, 800)

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def take_picture(application, interface, path):
    """The window as a user sees it: the layers of the project, their map, the panel."""
    root = QgsProject.instance().layerTreeRoot()
    bridge = QgsLayerTreeMapCanvasBridge(root, interface.canvas)
    model, tree, dock = QgsLayerTreeModel(root), QgsLayerTreeView(), QDockWidget("Layers")
    tree.setModel(model)
    dock.setWidget(tree)
    interface.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    bridge.setCanvasLayers()
    application.processEvents()
    interface.canvas.setDestinationCrs(QgsProject.instance().crs())
    interface.canvas.zoomToFullExtent()
    interface.canvas.waitWhileRendering()
    application.processEvents()
    interface.window.grab().save(path)
    interface.window.removeDockWidget(dock)


def wait(application, panel):
    end = time.monotonic() + LONGEST_S
    while panel.task is not None and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.02)
    return panel.task is None


def tables_of(path):
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
    finally:
        connection.close()


def check_choice(panel, interface, check):
    check(not panel.start.isEnabled(), "a run can start without a territory")
    panel._search("bethune bruay")
    labels = panel.name.completer().model().stringList()
    check(labels and "Béthune-Bruay" in labels[0], "the name is not completed: %s" % labels[:2])
    panel._take_name(labels[0])
    check(panel.chosen.code == "200072460" and panel.start.isEnabled(), "the name is not taken")
    interface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    panel.pick.setChecked(True)
    check(interface.canvas.mapTool() is panel._tool, "a click on the map is not waited for")
    panel._clicked(QgsPointXY(-85716, 6121000))  # near Laval, in Web Mercator
    check("Laval" in panel.chosen.name and not panel.pick.isChecked(), "the click is not taken: %s" % (panel.chosen,))
    panel._clicked(QgsPointXY(-4000000, 5600000))
    check("no commune" in panel.message.text(), "a click in the ocean is taken")


def check_run(application, panel, folder, check):
    panel.choose(panel.known.search("200069672")[0])
    check("200069672" in panel.folder.filePath(), "the folder does not follow the territory")
    panel.folder.setFilePath(os.path.join(folder, "étude du Ternois"))
    panel.start.click()
    check(panel.task is not None and panel.start.text() == "Stop" and not panel.name.isEnabled(), "the run does not show")
    check(wait(application, panel), "the run does not end")
    groups = QgsProject.instance().layerTreeRoot().findGroups()
    check(len(groups) == 1 and "Ternois" in groups[0].name(), "no group of the study: %s" % panel.message.text())
    layers = [node.layer() for node in groups[0].findLayers()] if groups else []
    check(len(layers) > 3 and all(layer.isValid() and layer.featureCount() for layer in layers), "%d layers" % len(layers))
    styled = {layer.renderer().type() for layer in layers}
    check(styled & {"graduatedSymbol", "categorizedSymbol", "RuleRenderer"}, "layers without their styles: %s" % styled)
    check(panel.report and os.path.isfile(panel.report) and not panel.open.isHidden(), "no page to open")
    visible = {node.name() for node in groups[0].findLayers() if node.isVisible()}
    check("Accès aux soins par commune" in visible and len(visible) < len(layers), "what is shown first: %s" % visible)
    return {layer.id(): layer for layer in layers}


def check_rerun(application, panel, before, check):
    """Fewer questions: tables that are gone take their layers along, the others are the same layers, with what the file holds now."""
    path = next(iter(before.values())).source().partition("|")[0]
    old = os.stat(path).st_ino
    panel._agree = lambda folder: True  # the answer of the question
    panel.boxes["deserts"].setChecked(False)
    panel.start.click()
    check(wait(application, panel), "the rerun does not end")
    check(os.stat(path).st_ino != old, "the file was not replaced")
    groups = QgsProject.instance().layerTreeRoot().findGroups()
    check(len(groups) == 1, "%d groups after a rerun" % len(groups))
    layers = [node.layer() for node in groups[0].findLayers()]
    tables = {layer.source().partition("|layername=")[2] for layer in layers}
    check(0 < len(layers) < len(before) and len(tables) == len(layers), "%d layers after %d" % (len(layers), len(before)))
    check(tables <= tables_of(path) and all(layer.isValid() and layer.featureCount() for layer in layers), "a layer reads another file")
    check({layer.id() for layer in layers} <= set(before), "layers were made anew")
    check(not panel._same_as_before("/elsewhere") and panel._same_as_before(panel.folder.filePath()), "what was asked is forgotten")


def check_stop(application, panel, folder, check):
    panel.folder.setFilePath(os.path.join(folder, "stopped"))
    panel.start.click()
    panel.start.click()
    check(wait(application, panel), "a stop is not heard")
    left = [n for _, _, names in os.walk(os.path.join(folder, "stopped")) for n in names if n != "study.yaml"]
    check(not left and panel.start.text() == "Run", "a run that was stopped leaves %s" % left)


def check_failure(application, panel, folder, check):
    path = os.path.join(folder, "broken")
    os.mkdir(path)
    with open(os.path.join(path, "study.yaml"), "w") as file:
        file.write("territory: { epci: nowhere }\n")
    panel._agree = lambda folder: False
    panel.folder.setFilePath(path)
    panel.start.click()
    check(wait(application, panel), "a run that fails does not end")
    check("study.yaml" in panel.message.text() and "maillage" in panel.message.text(), "the line of the engine: " + panel.message.text())


def check_download(provider, engine, folder, check, picture):
    """Without an engine the panel offers the one it was released with, fetches it after a yes, and runs it."""
    from maillage import download, panel as module
    archive = os.path.join(folder, "engine.zip")
    with zipfile.ZipFile(archive, "w") as file:
        entry = zipfile.ZipInfo("maillage/bin/maillage", (2024, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100755 << 16
        file.writestr(entry, '#!/bin/sh\nexec "%s" "$@"\n' % engine)
    with open(archive, "rb") as file:
        content = file.read()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = "http://127.0.0.1:%d/engine.zip" % server.server_port
    told = download.Release("0.9", address, len(content), hashlib.sha256(content).hexdigest())
    asked, before, path = [], dict(os.environ), os.environ["PATH"]
    del os.environ["MAILLAGE_ENGINE"]
    os.environ["PATH"] = "/usr/bin:/bin"
    kept = download.offered, module.QMessageBox.question
    try:
        download.offered = lambda *ignored: told._replace(sha256="0" * 64)
        panel = module.Panel(provider, None)
        check(not panel.fetch.isHidden() and "not found" in panel.message.text(), "no download is offered")
        module.QMessageBox.question = lambda parent, title, text, buttons: asked.append(text) or module.QMessageBox.StandardButton.No
        panel.fetch.click()
        check(provider.engine_path() is None, "a no is not heard")
        check("127.0.0.1" in asked[0] and "0" * 64 in asked[0] and "MB" in asked[0], "what is fetched is not said: %s" % asked)
        module.QMessageBox.question = lambda parent, title, text, buttons: module.QMessageBox.StandardButton.Yes
        panel.fetch.click()
        check(provider.engine_path() is None and "nothing was kept" in panel.message.text(), "another file is taken")
        with open(os.path.join(folder, "cut.zip"), "wb") as file:
            file.write(content[:len(content) // 2])
        download.offered = lambda *ignored: told._replace(address=address.replace("engine.zip", "cut.zip"))
        panel.fetch.click()
        check(provider.engine_path() is None and "cut: %d bytes of %d" % (len(content) // 2, len(content)) in panel.message.text(),
              "a file that was cut is taken: " + panel.message.text())
        left = [name for _, _, names in os.walk(provider.profile_folder()) for name in names]
        check(not left, "a refused file is left: %s" % left)
        if picture:
            panel.resize(420, 500)
            panel.grab().save(picture.replace(".png", "-refused.png"))
        download.offered = lambda *ignored: told
        panel.fetch.click()
        check((provider.engine_path() or "").startswith(provider.profile_folder()), "the engine is not found where it was put")
        check(provider.algorithm("run") is not None and panel.fetch.isHidden(), "the engine that was fetched has no algorithms")
    finally:
        download.offered, module.QMessageBox.question = kept
        os.environ.update(before)
        os.environ["PATH"] = path
        server.shutdown()
        server.server_close()


def main(engine, plugin, picture=None):
    check = Checks()
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(plugin).extractall(os.path.join(folder, "plugins"))
        sys.path[:0] = ["/usr/share/qgis/python/plugins", os.path.join(folder, "plugins")]
        os.environ["MAILLAGE_ENGINE"] = os.path.abspath(engine)
        os.environ["HOME"] = folder  # recent versions of QGIS keep the profile there, whatever they are told
        application = QgsApplication([], True, os.path.join(folder, "profile"))
        application.initQgis()
        from processing.core.Processing import Processing
        Processing.initialize()
        from maillage.panel import Panel
        from maillage.provider import MaillageProvider
        from maillage.words import Words
        provider, interface = MaillageProvider(), Interface()
        provider.words = Words("en")
        QgsApplication.processingRegistry().addProvider(provider)
        panel = Panel(provider, interface)
        interface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
        interface.window.show()
        check_choice(panel, interface, check)
        before = check_run(application, panel, folder, check)
        if picture:
            take_picture(application, interface, picture)
        check_rerun(application, panel, before, check)
        check_stop(application, panel, folder, check)
        check_failure(application, panel, folder, check)
        check_download(provider, os.path.abspath(engine), folder, check, picture)
        QgsProject.instance().clear()
    return check.report()


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # QGIS may crash on exit with plugins loaded by hand
