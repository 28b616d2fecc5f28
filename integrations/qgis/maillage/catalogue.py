"""Turns the command catalogue of the engine (maillage --describe) into dialog fields, and their values into a command line.
Independent of QGIS, so that it can be tested without it."""
import json
import os
import re
import subprocess

from . import engine, wsl

FORM = 1  # version of the catalogue layout this plugin reads
LOAD = "LOAD"  # fields and outputs of the plugin itself; no command uses these names
TEXT = "TEXT"
RESULT = "RESULT"


class Problem(Exception):
    """An error message of one line."""


class Field:
    """One field of a dialog. `kind`: file, folder, layer, new_file, new_folder, choice, integer, text or flag."""

    def __init__(self, described, option):
        self.option = described["name"] if option else None  # "--data"; None: an argument
        self.name = described["name"].lstrip("-").replace("-", "_").upper()
        self.help = described["help"]
        self.absent = described.get("when_absent")
        self.choices = described.get("choices") or []
        self.maximum = described.get("maximum")
        self.endings = described.get("endings") or []
        self.advanced = bool(described.get("advanced"))
        self.required = bool(described.get("required"))
        self.kind = self._kind(described)
        self.default = self._default(described["default"])
        self.optional = self._optional(described["default"])

    @property
    def writes(self):
        return self.kind in ("new_file", "new_folder")

    def _kind(self, described):
        kind = described["type"]
        if kind in ("file", "folder") and described.get("writes"):
            return "new_" + kind
        return "choice" if self.choices else kind

    def _default(self, given):
        if self.kind == "integer" and given is not None:
            return int(given)
        return None if self.writes else given

    def _optional(self, given):
        """True if the field may be left empty. A default output path is relative to the working directory, which means nothing in a
        dialog: the user must choose one. A checkbox, or a list or number with a default, is never empty."""
        if self.writes:
            return not self.required and given is None
        return not self.required and self.kind != "flag" and not (self.kind in ("choice", "integer") and given is not None)

    def explanation(self, words):
        text = self.help[:1].upper() + self.help[1:]
        if self.absent:
            text += " (" + words("by default: {value}", value=self.absent) + ")"
        return text

    def label(self, words):
        """The explanation up to the first detail."""
        return re.split(r"\s*[;:]\s", self.help[:1].upper() + self.help[1:])[0] + self.explanation(words)[len(self.help):]

    def filter(self, words):
        """Filter of a file dialog."""
        every = words("All files") + " (*.*)"
        if not self.endings:
            return every
        return "%s (%s);;%s" % (words("Files"), " ".join("*." + e for e in self.endings), every)


class Command:
    def __init__(self, described):
        self.name = described["name"]
        self.group = described["group"]
        self.summary = described["summary"]
        self.example = described["example"]
        self.writes = described["writes"]
        self.lists_files = described["lists_files"]  # its JSON output lists the files it wrote
        options = {o["name"]: o for o in described["options"]}
        self.has_progress = "--progress" in options
        self.fields = [Field(a, False) for a in described["arguments"]]
        self.fields += [Field(o, True) for o in described["options"] if not o["console"]]

    @property
    def title(self):
        return self.summary.split(":")[0].strip()

    def arguments(self, values):
        """Arguments after the program name, from the values by field name; None, "" and False are omitted."""
        line, places = [self.name], []
        if self.has_progress:
            line += ["--progress", "json"]
        if self.lists_files:
            line.append("--json")
        for field in self.fields:
            value = values.get(field.name)
            given = value is not None and value is not False and value != ""
            if field.option is None:
                places.append(str(value) if given else None)
            elif given and field.kind == "flag":
                line.append(field.option)
            elif given:
                line += [field.option, str(value)]
        return line + self._places(places)

    def _places(self, values):
        """An omitted argument that precedes a given one takes its default."""
        while values and values[-1] is None:
            values.pop()
        fields = [f for f in self.fields if f.option is None]
        filled = [v if v is not None else str(f.default or "") for v, f in zip(values, fields)]
        return ["--"] + filled if filled else []

    def files(self, output, values):
        """Files written: those that the output lists, and the requested ones that exist."""
        found = []
        if self.lists_files:
            try:
                found += json.loads(output).get("files") or []
            except (ValueError, AttributeError):
                pass
        for field in self.fields:
            path = values.get(field.name) if field.writes else None
            if field.kind == "new_file" and path and os.path.isfile(path):
                found.append(path)
            elif field.kind == "new_folder" and field.required and path and os.path.isdir(path):
                found += [os.path.join(path, name) for name in sorted(os.listdir(path))]
        return [str(path) for path in found if isinstance(path, str)]


class Catalogue:
    def __init__(self, path, described):
        self.path = path
        self.version = described["version"]
        self.commands = [Command(c) for c in described["commands"] if not c.get("console")]


def parse(path, text, words):
    """Parses the catalogue. Raises Problem when the engine is too old or too new."""
    try:
        described = json.loads(text)
        form = described.get("catalogue", 0)
    except (ValueError, AttributeError):
        raise Problem(words("{path} does not answer: {reason}", path=path, reason=text[:80].strip() or "-"))
    if form < FORM:
        raise Problem(words("{path} is too old for this plugin; install the engine released with it", path=path))
    if form > FORM:
        raise Problem(words("{path} is newer than this plugin; install the plugin released with it", path=path))
    return Catalogue(path, described)


_known = {}  # cache, by engine file and language


def read(path, words):
    """Catalogue of the engine at `path` (None: engine not found)."""
    if not path:
        raise Problem(words("the engine was not found; install it, or set its path in Options > Processing > Providers > Maillage"))
    try:
        state = None if wsl.is_wsl(path) else os.stat(path)
        key = (path, state and state.st_mtime_ns, state and state.st_size, words.language)
        if key not in _known:
            done = subprocess.run(engine.command(path, ["--describe"]), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env=engine.environment_for(words.language), timeout=60)
            text = (done.stdout if done.returncode == 0 else done.stderr).decode("utf-8", "replace")
            _known[key] = parse(path, text, words)
        return _known[key]
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem(words("{path} does not answer: {reason}", path=path, reason=reason))
