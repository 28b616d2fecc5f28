"""An engine command as a Processing algorithm: dialog built from the catalogue, execution, resulting layers."""
import html

from qgis.core import (QgsProcessing, QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingOutputFile,
                       QgsProcessingOutputString, QgsProcessingParameterBoolean, QgsProcessingParameterDefinition,
                       QgsProcessingParameterEnum, QgsProcessingParameterFile, QgsProcessingParameterFileDestination,
                       QgsProcessingParameterFolderDestination, QgsProcessingParameterNumber, QgsProcessingParameterString,
                       QgsProcessingParameterVectorLayer)

from . import engine, layers, wsl
from .catalogue import LOAD, RESULT, TEXT, Problem


def _new_file(field, label, words):
    return QgsProcessingParameterFileDestination(field.name, label, field.filter(words), None, field.optional,
                                                 not field.optional)


def _new_folder(field, label, words):
    return QgsProcessingParameterFolderDestination(field.name, label, None, field.optional, not field.optional)


def _file(field, label, words):
    return QgsProcessingParameterFile(field.name, label, QgsProcessingParameterFile.Behavior.File, "", field.default,
                                      field.optional, field.filter(words))


def _folder(field, label, words):
    return QgsProcessingParameterFile(field.name, label, QgsProcessingParameterFile.Behavior.Folder, "", field.default,
                                      field.optional)


def _layer(field, label, words):
    return QgsProcessingParameterVectorLayer(field.name, label, [QgsProcessing.SourceType.TypeVector], None, field.optional)


def _choice(field, label, words):
    return QgsProcessingParameterEnum(field.name, label, field.choices, False, field.default, field.optional, True)


def _integer(field, label, words):
    most = field.maximum if field.maximum is not None else 2147483647
    return QgsProcessingParameterNumber(field.name, label, QgsProcessingParameterNumber.Type.Integer, field.default,
                                        field.optional, 0, most)


def _text(field, label, words):
    return QgsProcessingParameterString(field.name, label, field.default, False, field.optional)


def _flag(field, label, words):
    return QgsProcessingParameterBoolean(field.name, label, False)


MAKERS = {"new_file": _new_file, "new_folder": _new_folder, "file": _file, "folder": _folder, "layer": _layer,
          "choice": _choice, "integer": _integer, "text": _text, "flag": _flag}


def parameter_of(field, words):
    parameter = MAKERS[field.kind](field, field.label(words), words)
    parameter.setHelp(field.explanation(words))
    if field.advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


class CommandAlgorithm(QgsProcessingAlgorithm):
    def __init__(self, command, words):
        super().__init__()
        self.command = command
        self.words = words

    def createInstance(self):
        return CommandAlgorithm(self.command, self.words)

    def name(self):
        return self.command.name

    def displayName(self):
        return self.command.title

    def group(self):
        return self.words(self.command.group)

    def groupId(self):
        return self.command.group.lower()

    def shortHelpString(self):
        lines = ["<p>%s.</p>" % html.escape(self.command.summary)]
        lines += ["<p><b>%s</b> %s</p>" % (f.name, html.escape(f.explanation(self.words))) for f in self.command.fields]
        lines.append("<p>%s: <code>%s</code></p>" % (self.words("Example"), html.escape(self.command.example)))
        return "\n".join(lines)

    def initAlgorithm(self, configuration=None):
        for field in self.command.fields:
            self.addParameter(parameter_of(field, self.words))
        if self.command.writes:
            self.addParameter(QgsProcessingParameterBoolean(LOAD, self.words("Add the layers to the project"), True))
            self.addOutput(QgsProcessingOutputFile(RESULT, self.words("GeoPackage written")))
        self.addOutput(QgsProcessingOutputString(TEXT, self.words("Output of the command")))

    # ---- execution ----

    def processAlgorithm(self, parameters, context, feedback):
        path = self._engine()
        values = {f.name: self._value(f, parameters, context, feedback) for f in self.command.fields}
        try:
            arguments = engine.command(path, self.command.arguments(values))
        except wsl.Outside as outside:
            raise QgsProcessingException(self.words("{path} cannot be seen from the Linux of Windows", path=outside))
        feedback.pushCommandInfo(self.words("Command: {command}", command=" ".join(arguments)))
        done = engine.run(arguments, self.words.language, self._progress(feedback), feedback.pushInfo, feedback.isCanceled)
        if done.cancelled:
            feedback.reportError(self.words("cancelled; nothing was written"))
            return {}
        if done.code != 0:
            line = done.last or self.words("the engine stopped without a message (exit code {code})", code=done.code)
            raise QgsProcessingException(line)
        files = [wsl.native(path, file) for file in self.command.files(done.output, values)]
        feedback.pushConsoleInfo("\n".join(files) if self.command.lists_files else done.output)
        return self._results(done, files, values, parameters, context, feedback)

    def _engine(self):
        try:
            return self.provider().catalogue().path
        except Problem as problem:
            raise QgsProcessingException(str(problem))

    @staticmethod
    def _progress(feedback):
        shown = []

        def show(stage, fraction):
            if shown[-1:] != [stage]:
                shown.append(stage)
                feedback.setProgressText(stage)
            if fraction is not None:
                feedback.setProgress(100 * fraction)

        return show

    def _value(self, field, parameters, context, feedback):
        if parameters.get(field.name) is None and field.optional:
            return field.default
        if field.kind == "flag":
            return self.parameterAsBoolean(parameters, field.name, context)
        if field.kind == "integer":
            return self.parameterAsInt(parameters, field.name, context)
        if field.kind == "layer":
            return self._layer_path(field, parameters, context, feedback)
        if field.kind == "choice":
            return self.parameterAsEnumString(parameters, field.name, context)
        if field.writes:
            return self.parameterAsFileOutput(parameters, field.name, context)
        return self.parameterAsString(parameters, field.name, context)

    def _layer_path(self, field, parameters, context, feedback):
        """Memory, filtered and database layers are exported to a file first."""
        path, layer = self.parameterAsCompatibleSourceLayerPathAndLayerName(
            parameters, field.name, context, ["gpkg", "csv", "tsv", "txt", "xlsx", "ods", "dbf", "shp"], "gpkg", feedback)
        return "%s|layername=%s" % (path, layer) if path.endswith(".gpkg") and layer else path

    def _results(self, done, files, values, parameters, context, feedback):
        results = {TEXT: done.output}
        results.update({f.name: values[f.name] for f in self.command.fields if f.writes and values[f.name]})
        geopackages = [p for p in files if p.endswith(".gpkg")]
        if geopackages and not values.get("DRY_RUN"):  # a dry run lists what it would write
            results[RESULT] = geopackages[0]
            if self.parameterAsBoolean(parameters, LOAD, context):
                for path in geopackages:
                    layers.add(path, context, feedback, self.words)
        return results


class EngineAlgorithm(QgsProcessingAlgorithm):
    """Reports which engine is used; available even when there is none, to say why."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    def createInstance(self):
        return EngineAlgorithm(self.words)

    def name(self):
        return "engine"

    def displayName(self):
        return self.words("Engine in use")

    def shortHelpString(self):
        return self.words("Reports the path and version of the engine that the algorithms run, or why none is available.")

    def initAlgorithm(self, configuration=None):
        self.addOutput(QgsProcessingOutputString("ENGINE", self.words("Engine")))
        self.addOutput(QgsProcessingOutputString("VERSION", self.words("Version")))

    def processAlgorithm(self, parameters, context, feedback):
        try:
            found = self.provider().catalogue()
        except Problem as problem:
            raise QgsProcessingException(str(problem))
        return {"ENGINE": found.path, "VERSION": found.version}
