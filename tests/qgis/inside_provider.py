"""Tests of the provider inside QGIS: dialogs, batch, errors, cancellation, layers, French. Run by provider.py in its temporary
folder. Usage: inside_provider.py FOLDER"""
import os
import sys

from qgis.core import (QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject)
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt.QtCore import QCoreApplication

PLUGINS = "/usr/share/qgis/python/plugins"


class Watch(QgsProcessingFeedback):
    """Records messages; can cancel the run at the first progress report."""

    def __init__(self, stop=False):
        super().__init__(False)
        self.stop, self.told, self.seen = stop, [], []
        self.progressChanged.connect(self.seen.append)

    def setProgressText(self, text):
        self.told.append(text)
        if self.stop:
            self.cancel()

    def pushInfo(self, text):
        self.told.append(text)

    def reportError(self, text, fatal=False):
        self.told.append(text)


def check_dialogs(provider, check):
    """Every parameter of every algorithm has a widget in a dialog, in a batch and in a model."""
    QgsGui.editorWidgetRegistry().initEditors()
    registry = QgsGui.processingGuiRegistry()
    kinds = (QgsProcessingGui.WidgetType.Standard, QgsProcessingGui.WidgetType.Batch, QgsProcessingGui.WidgetType.Modeler)
    for algorithm in provider.algorithms():
        check(algorithm.displayName() and algorithm.shortHelpString(), algorithm.id() + " says nothing of itself")
        made = algorithm.create()
        for parameter in made.parameterDefinitions():
            check(parameter.description(), "%s %s has no label" % (algorithm.id(), parameter.name()))
            for kind in kinds:
                wrapper = registry.createParameterWidgetWrapper(parameter, kind)
                check(wrapper is not None, "%s %s has no widget" % (algorithm.id(), parameter.name()))


def check_errors(processing, provider, folder, check):
    """Every algorithm that reads a file raises the message of the engine."""
    for algorithm in provider.algorithms():
        files = [p for p in algorithm.parameterDefinitions() if p.type() == "file" and not p.flags() & p.Flag.FlagOptional]
        if not files:
            continue
        values = {p.name(): os.path.join(folder, "absent.gpkg" if "gpkg" in p.fileFilter() else "absent.yaml") for p in files}
        values.update({p.name(): os.path.join(folder, "never" + (p.type() == "fileDestination") * ("." + p.defaultFileExtension()))
                       for p in algorithm.destinationParameterDefinitions() if not p.flags() & p.Flag.FlagOptional})
        values.update({p.name(): os.path.join(folder, "times.csv") for p in algorithm.parameterDefinitions() if p.type() == "vector"})
        named = {"POLICY": "juniors", "FROM": "01001", "TO": "01002"}
        values.update({p.name(): named[p.name()] for p in algorithm.parameterDefinitions() if p.name() in named})
        watch, raised = Watch(), ""
        try:
            processing.run(algorithm.id(), values, feedback=watch)
        except QgsProcessingException as error:
            raised = str(error)
        said = [line for line in watch.told if line.startswith("maillage: ")]
        check(said and said[-1] in raised and "absent" in said[-1], "%s: no line of the engine: %s" % (algorithm.id(), raised))


def check_stop(provider, folder, check):
    output = os.path.join(folder, "stopped")
    algorithm, watch = provider.algorithm("run").create(), Watch(stop=True)
    results, good = algorithm.run({"STUDY": os.path.join(folder, "study", "study.yaml"), "OUTPUT": output},
                                  QgsProcessingContext(), watch)
    check(good and not results, "a run that was stopped gives results")
    check(any("cancelled during" in line for line in watch.told), "nothing says that it was stopped")
    check(not [n for _, _, names in os.walk(output) for n in names], "a run that was stopped leaves files")


def check_layers(processing, folder, check):
    """Runs the same study twice, as a batch does; the layers of the second run are added to the project with their styles."""
    study = os.path.join(folder, "study", "study.yaml")
    for name in ("one", "two"):
        watch, output = Watch(), os.path.join(folder, name)
        values = {"STUDY": study, "OUTPUT": output, "LOAD": name == "two"}
        results = processing.runAndLoadResults("maillage:run", values, feedback=watch)
        check(os.path.isfile(results["RESULT"]) and results["OUTPUT"] == output, "the results of a run are not told")
        check(len(set(watch.seen)) > 5, "a run shows no progress: %s" % watch.seen)
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    check(len(layers) > 4 and all(layer.isValid() for layer in layers.values()), "layers are missing: %s" % sorted(layers))
    access = layers.get("Accès aux soins par commune")
    check(access is not None and access.renderer().type() == "graduatedSymbol", "the access is not drawn by its classes")
    check(all(os.path.join(folder, "two") in layer.source() for layer in layers.values()), "layers of another study came")


def check_french(provider, check):
    from maillage.provider import MaillageProvider
    from maillage.words import Words
    provider.words = Words("fr_FR")
    provider.refreshAlgorithms()
    algorithm = provider.algorithm("run").create()
    check(algorithm.parameterDefinition("LOAD").description() == "Ajouter les couches au projet", "labels are not in French")
    check(algorithm.group() == "Étude", "groups are not in French")
    check(isinstance(provider, MaillageProvider), "the provider is another one")


def main(folder):
    failed = []

    def check(good, what):
        if not good:
            failed.append(what)
            print("failed: " + what)

    sys.path[:0] = [PLUGINS, os.path.join(folder, "plugins")]
    application = QgsApplication([], True)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing
    Processing.initialize()
    from maillage.plugin import MaillagePlugin
    plugin = MaillagePlugin(None)
    plugin.initProcessing()
    check_dialogs(plugin.provider, check)
    check_errors(processing, plugin.provider, folder, check)
    check_stop(plugin.provider, folder, check)
    check_layers(processing, folder, check)
    check_french(plugin.provider, check)
    QgsProject.instance().clear()
    plugin.unload()
    QCoreApplication.processEvents()
    return 1 if failed else 0


if __name__ == "__main__":
    code = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(code)  # QGIS may crash on exit with manually loaded plugins; the result is already known
