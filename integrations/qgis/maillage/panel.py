"""The panel: choose a territory by its name or on the map, tick questions, run; the results come as a group of layers."""
import html
import json
import os

from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle)
from qgis.gui import QgsDockWidget, QgsFileWidget, QgsMapToolEmitPoint
from qgis.PyQt.QtCore import QStringListModel, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (QCheckBox, QCompleter, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QMessageBox, QProgressBar,
                                 QPushButton, QVBoxLayout, QWidget)

from . import download, results, territories, wsl
from .catalogue import Problem
from .task import EngineTask

QUESTIONS = (("emergencies", "Who lives far from emergency care?"), ("deserts", "Where are the medical deserts?"),
             ("need", "Where is need high and supply low?"))
LABELS = {"epci": "group of communes", "departement": "département", "region": "region", "communes": "commune"}
STUDY = "study.yaml"
ZOOM_MS = 300


class Panel(QgsDockWidget):
    def __init__(self, provider, iface):
        super().__init__("Maillage", iface.mainWindow() if iface else None)
        self.setObjectName("MaillagePanel")
        self.provider, self.iface, self.words = provider, iface, provider.words
        self.known, self.chosen, self.task, self.hold, self.report = None, None, None, None, None
        self._found, self._tool, self._former = {}, None, None
        self.setWidget(self._build())
        self._update()

    # ---- what it looks like ----

    def _build(self):
        words = self.words
        self.name = QLineEdit()
        self.name.setPlaceholderText(words("Name or code: Lens-Liévin, Pas-de-Calais, 62…"))
        self.name.setClearButtonEnabled(True)
        completer = QCompleter(self)
        completer.setModel(QStringListModel(self))
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._take_name)
        self.name.setCompleter(completer)
        self.name.textEdited.connect(self._search)
        self.pick = QPushButton(words("On the map"))
        self.pick.setCheckable(True)
        self.pick.setToolTip(words("Click a place on the map: its group of communes is taken"))
        self.pick.toggled.connect(self._pick)
        self.territory = QLabel()
        self.territory.setWordWrap(True)
        self.boxes = {}
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.start = QPushButton(words("Run"))
        self.start.clicked.connect(self._start_or_stop)
        self.bar = QProgressBar()
        self.bar.setVisible(False)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = QPushButton(words("Open the page"))
        self.open.setVisible(False)
        self.open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.report)))
        self.fetch = QPushButton(words("Download the engine…"))
        self.fetch.setVisible(False)
        self.fetch.clicked.connect(self._offer)
        return self._lay_out()

    def _lay_out(self):
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.pick)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.words("Territory"), line)
        form.addRow(self.territory)
        asked = QVBoxLayout()
        for key, text in QUESTIONS:
            self.boxes[key] = QCheckBox(self.words(text))
            self.boxes[key].setChecked(True)
            self.boxes[key].toggled.connect(self._update)
            asked.addWidget(self.boxes[key])
        form.addRow(self.words("Questions"), asked)
        form.addRow(self.words("Folder of the study"), self.folder)
        self.folder.fileChanged.connect(self._update)
        whole, column = QWidget(), QVBoxLayout()
        column.addLayout(form)
        for widget in (self.start, self.bar, self.message, self.open, self.fetch):
            column.addWidget(widget)
        column.addStretch(1)
        whole.setLayout(column)
        return whole

    def _tell(self, text, bad=False):
        self.message.setText("<span style='color:#b3261e'>%s</span>" % html.escape(text) if bad else html.escape(text))

    def _update(self, *ignored):
        path = self.provider.engine_path()
        running = self.task is not None
        asked = any(box.isChecked() for box in self.boxes.values())
        self.start.setText(self.words("Stop") if running else self.words("Run"))
        self.start.setEnabled(running or bool(path and self.chosen and asked and self.folder.filePath()))
        for widget in (self.name, self.pick, self.folder, *self.boxes.values()):
            widget.setEnabled(not running)
        self.fetch.setVisible(not path and download.offered() is not None)
        if not path and not running:
            self._tell(self.words("the engine was not found; install it, or set its path in Options > Processing > Providers > Maillage"),
                       True)
        elif not self.chosen:
            self.territory.setText("<i>%s</i>" % html.escape(self.words("none chosen yet")))

    # ---- the territory ----

    def _territories(self):
        if self.known is None:
            folder = territories.folder_of(self.provider.engine_path())
            if folder is None:
                self._tell(self.words("the communes of France were not found beside the engine"), True)
                return None
            self.known = territories.Territories(folder)
        return self.known

    def _label(self, territory):
        return "%s (%s %s)" % (territory.name, self.words(LABELS[territory.kind]), territory.code)

    def _search(self, text):
        known = self._territories()
        if known is None or len(text.strip()) < 2:
            return
        self._found = {self._label(t): t for t in known.search(text)}
        self.name.completer().model().setStringList(list(self._found))
        self.name.completer().complete()

    def _take_name(self, label):
        if label in self._found:
            self.choose(self._found[label])

    def choose(self, territory):
        self.chosen = territory
        self.name.clear()
        self.territory.setText("<b>%s</b>" % html.escape(self._label(territory)))
        given = self.folder.filePath()
        if territory.code not in os.path.basename(given):
            home = os.path.join(QgsProject.instance().homePath() or os.path.expanduser("~"), "maillage")
            name = "%s-%s" % (territories.plain(territory.name).replace(" ", "-"), territory.code)
            self.folder.setFilePath(os.path.join(os.path.dirname(given) if given else home, name))
        self._tell("")
        self._update()

    def _pick(self, on):
        if not self.iface:
            return
        canvas = self.iface.mapCanvas()
        if on:
            self._former = canvas.mapTool()
            self._tool = QgsMapToolEmitPoint(canvas)
            self._tool.canvasClicked.connect(self._clicked)
            canvas.setMapTool(self._tool)
            self._tell(self.words("Click a place on the map: its group of communes is taken"))
        else:
            canvas.setMapTool(self._former) if self._former else canvas.unsetMapTool(self._tool)

    def _clicked(self, point, button=None):
        self.pick.setChecked(False)
        crs = self.iface.mapCanvas().mapSettings().destinationCrs()
        turned = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()).transform(point)
        known = self._territories()
        territory = known and known.at(turned.x(), turned.y())
        if territory:
            self.choose(territory)
        elif known:
            self._tell(self.words("no commune of France is near that place"), True)

    # ---- the run ----

    def _lines(self, folder, write):
        study = os.path.join(folder, STUDY)
        asked = ",".join(key for key, box in self.boxes.items() if box.isChecked())
        lines = [["new", "--quiet", "--" + self.chosen.kind, self.chosen.code, "--ask", asked, "--overwrite", "--", study]] if write else []
        return lines + [["run", "--progress", "json", "--json", "--overwrite", "--", study]]

    def _start_or_stop(self):
        if self.task:
            self.task.cancel()
            return
        folder = self.folder.filePath()
        write = self._agree(folder)
        if write is None:
            return
        try:
            os.makedirs(folder, exist_ok=True)
            path = self.provider.catalogue().path
        except (OSError, Problem) as problem:
            self._tell(str(problem), True)
            return
        self.hold = [results.Hold(p) for p in self._geopackages(folder)]
        for held in self.hold:
            held.__enter__()
        self.open.setVisible(False)
        self.bar.setVisible(True)
        self.bar.setValue(0)
        self._tell("")
        self.task = EngineTask(path, self._lines(folder, write), self.words)
        self.task.progressChanged.connect(lambda percent: self.bar.setValue(int(percent)))
        self.task.told.connect(self._tell)
        self.task.ended.connect(self._ended)
        QgsApplication.taskManager().addTask(self.task)
        self._update()

    @staticmethod
    def _geopackages(folder):
        if not os.path.isdir(folder):
            return []
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".gpkg")]

    def _agree(self, folder):
        """True: the study file is written; False: the one that is there is run; None: neither. A file of the user's is not replaced
        without a yes."""
        if not os.path.exists(os.path.join(folder, STUDY)):
            return True
        if self._same_as_before(folder):
            return False
        box = QMessageBox(self)
        box.setWindowTitle("Maillage")
        box.setText(self.words("{folder} holds a study already.", folder=folder))
        box.setInformativeText(self.words("Run it as it is, or replace it by what is asked here?"))
        keep = box.addButton(self.words("Run as it is"), QMessageBox.ButtonRole.AcceptRole)
        replace = box.addButton(self.words("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return {keep: False, replace: True}.get(box.clickedButton())

    def _asked(self):
        return [self.chosen.kind, self.chosen.code, sorted(key for key, box in self.boxes.items() if box.isChecked())]

    def _same_as_before(self, folder):
        group = QgsProject.instance().layerTreeRoot().findGroups(True)
        return any(g.customProperty("maillage/asked") == json.dumps([folder] + self._asked()) for g in group)

    def _ended(self, good, result):
        folder = self.folder.filePath()
        for held in self.hold:
            held.__exit__()
        task, self.task, self.hold = self.task, None, None
        self.bar.setVisible(False)
        if good:
            self._show(folder, [wsl.native(task.path, p) for p in json.loads(result.output).get("files", [])])
        elif result is not None and result.cancelled:
            self._tell(self.words("cancelled; nothing was written"))
        else:
            line = result.last if result is not None else ""
            code = result.code if result is not None else -1
            self._tell(line or self.words("the engine stopped without a message (exit code {code})", code=code), True)
        self._update()

    def _show(self, folder, files):
        shown = []
        for path in [p for p in files if p.endswith(".gpkg")]:
            shown += results.show(path, self.chosen.name)
            results.group_of(path).setCustomProperty("maillage/asked", json.dumps([folder] + self._asked()))
        pages = [p for p in files if p.endswith(".html")]
        self.report = pages[0] if pages else None
        self.open.setVisible(self.report is not None)
        self._tell(self.words("{count} layers in the project", count=len(shown)))
        QTimer.singleShot(ZOOM_MS, lambda: self._zoom(shown))  # after QGIS has zoomed to the first layer of a new project

    def _zoom(self, shown):
        if not self.iface or not shown:
            return
        canvas, whole = self.iface.mapCanvas(), QgsRectangle()
        territory = [layer for layer in shown if layer.source().endswith("|layername=acces_commune")]  # without its surroundings
        for layer in territory or shown:
            turn = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
            whole.combineExtentWith(turn.transformBoundingBox(layer.extent()))
        canvas.setExtent(whole)
        canvas.refresh()

    # ---- the engine ----

    def _offer(self):
        release = download.offered()
        asked = self.words("Download the engine {version} ({size} MB) from {origin} into your profile?\n\nSHA-256: {sha256}",
                           version=release.version, size="%.1f" % (release.bytes / 1e6), origin=download.origin(release),
                           sha256=release.sha256)
        yes = QMessageBox.StandardButton.Yes
        if QMessageBox.question(self, "Maillage", asked, yes | QMessageBox.StandardButton.No) != yes:
            return
        self.bar.setVisible(True)
        try:
            path = download.fetch(release, self.provider.profile_folder(), self.words, self._fetched)
            self._tell(path or "")
        except Problem as problem:
            self._tell(str(problem), True)
            return
        finally:
            self.bar.setVisible(False)
        self.provider.refreshAlgorithms()
        self._update()

    def _fetched(self, fraction):
        self.bar.setValue(int(100 * fraction))
        QgsApplication.processEvents()
