"""Locates the engine and runs it as a subprocess. Independent of QGIS."""
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from collections import namedtuple

from . import wsl

NAME = "maillage.exe" if os.name == "nt" else "maillage"
VARIABLE = "MAILLAGE_ENGINE"
STOP_SECONDS = 15  # between the stop request and the kill

Result = namedtuple("Result", "code output last cancelled")  # last: the last line that is not progress


def find(setting="", beside=None, environment=None, fetched=None, windows=os.name == "nt"):
    """Path of the engine, or None. Tries the setting, the variable MAILLAGE_ENGINE, the plugin folder, the PATH, `fetched` (the one
    that the plugin downloaded), then, on Windows, the default distribution of its Linux."""
    environment = os.environ if environment is None else environment
    for given in (setting, environment.get(VARIABLE)):
        if given:
            return given  # an explicit path is used as is; errors are reported later
    here = beside or os.path.dirname(os.path.abspath(__file__))
    above = os.path.normpath(os.path.join(here, "..", "..", "..", ".."))  # PREFIX, when installed in PREFIX/share/maillage/qgis/maillage
    for folder in (here, os.path.join(here, "bin"), os.path.join(above, "bin")):
        path = os.path.join(folder, NAME)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    path = shutil.which(NAME, path=environment.get("PATH")) or fetched
    return path or (wsl.find(environment.get("PATH")) if windows else None)


def command(path, arguments):
    """The command line that runs the engine."""
    return wsl.command(path, arguments) if wsl.is_wsl(path) else [path] + list(arguments)


def environment_for(language):
    """Environment that makes the engine use the language of QGIS."""
    given = dict(os.environ, LANGUAGE=language)
    return wsl.environment(given) if os.name == "nt" else given


def _start(arguments, language):
    apart = {"creationflags": 0x08000000 | subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {
        "start_new_session": True}
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment_for(language), **apart)


def _signal(process, kill):
    """Signals the whole process group. The first signal is a request to stop: the engine then removes its temporary files."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill() if kill else process.send_signal(signal.CTRL_BREAK_EVENT)
        return
    try:
        os.killpg(process.pid, signal.SIGKILL if kill else signal.SIGTERM)
    except ProcessLookupError:
        pass


def _read_lines(stream, lines):
    for line in stream:
        lines.put(line.decode("utf-8", "replace").rstrip("\r\n"))
    lines.put(None)


def _read_all(stream, pieces):
    pieces.append(stream.read().decode("utf-8", "replace"))


def as_progress(line):
    """(translated stage, fraction or None) for a progress line, else None."""
    if not line.startswith("{"):
        return None
    try:
        value = json.loads(line)
        return value.get("message", value["stage"]), value["fraction"]
    except (ValueError, KeyError, TypeError):
        return None


def run(arguments, language="en", on_progress=None, on_line=None, is_cancelled=None):
    """Runs the engine to completion. Callbacks are called from the current thread."""
    process = _start(arguments, language)
    lines, pieces, last, asked = queue.Queue(), [], "", None
    readers = [threading.Thread(target=_read_lines, args=(process.stderr, lines), daemon=True),
               threading.Thread(target=_read_all, args=(process.stdout, pieces), daemon=True)]
    for reader in readers:
        reader.start()
    try:
        while True:
            if asked is None and is_cancelled and is_cancelled():
                asked = time.monotonic()
                _signal(process, kill=False)
            elif asked is not None and time.monotonic() - asked > STOP_SECONDS:
                _signal(process, kill=True)
            try:
                line = lines.get(timeout=0.1)
            except queue.Empty:
                continue
            if line is None:
                break
            progress = as_progress(line)
            if progress and on_progress:
                on_progress(*progress)
            elif not progress and line:
                last = line
                if on_line:
                    on_line(line)
        readers[1].join()
        process.wait()
    finally:
        _signal(process, kill=True)
        process.wait()
        process.stdout.close()
        process.stderr.close()
    return Result(process.returncode, "".join(pieces), last, asked is not None)
