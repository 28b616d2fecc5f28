"""Fetches the engine into the profile of the user. Nothing is kept that is not, byte for byte, what the plugin was released with:
release.json, beside this file, says where each archive is, its size and its SHA-256. Independent of QGIS."""
import hashlib
import json
import os
import platform
import shutil
import stat
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections import namedtuple

from .catalogue import Problem

RELEASES = "release.json"
PIECE = 1 << 16
PART, FORMER = ".part", ".old"  # how what is being put in place ends, and what it replaces
WAIT_SECONDS = 30
MOST_UNPACKED = 1 << 30
NAME = "maillage.exe" if os.name == "nt" else "maillage"

Release = namedtuple("Release", "version address bytes sha256")


def system():
    """"windows-x86_64", "linux-x86_64"..."""
    machine = platform.machine().lower().replace("amd64", "x86_64").replace("arm64", "aarch64")
    return "%s-%s" % (platform.system().lower(), machine)


def offered(folder=None, name=None):
    """The archive for this system, or None: this plugin was not released with one."""
    path = os.path.join(folder or os.path.dirname(os.path.abspath(__file__)), RELEASES)
    try:
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        one = told["files"][name or system()]
        return Release(str(told["version"]), one["address"], int(one["bytes"]), one["sha256"].lower())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def origin(release):
    """The name of the server."""
    return urllib.parse.urlsplit(release.address).hostname or ""


def installed(folder):
    """The newest engine fetched before, or None."""
    found = []
    try:
        for version in os.listdir(folder):
            path = program_in(os.path.join(folder, version))
            if path and not version.endswith((PART, FORMER)):
                found.append((os.path.getmtime(path), path))
    except OSError:
        return None
    return max(found)[1] if found else None


def program_in(folder):
    for path in (os.path.join(folder, "bin", NAME), os.path.join(folder, NAME)):
        if os.path.isfile(path):
            return path
    return None


def fetch(release, folder, words, on_progress=None, is_cancelled=None):
    """Downloads, checks and unpacks the archive; returns the path of the program. Raises Problem, and leaves nothing, when it is
    refused; None when it was cancelled."""
    os.makedirs(folder, exist_ok=True)
    part = os.path.join(folder, release.version + ".zip" + PART)
    try:
        if not _receive(release, part, words, on_progress, is_cancelled):
            return None
        return _unpack(part, os.path.join(folder, release.version), words)
    except (OSError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise Problem(words("the engine could not be downloaded: {reason}", reason=reason))
    finally:
        if os.path.exists(part):
            os.remove(part)


def _allowed(address):
    parts = urllib.parse.urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


def _receive(release, part, words, on_progress, is_cancelled):
    if not _allowed(release.address):
        raise Problem(words("{address} is not a secure address; nothing was downloaded", address=release.address))
    digest, got = hashlib.sha256(), 0
    request = urllib.request.Request(release.address, headers={"User-Agent": "maillage-qgis/" + release.version})
    with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer, open(part, "wb") as file:
        if not _allowed(answer.geturl()):
            raise Problem(words("{address} is not a secure address; nothing was downloaded", address=answer.geturl()))
        while got <= release.bytes:
            if is_cancelled and is_cancelled():
                return False
            piece = answer.read(PIECE)
            if not piece:
                break
            digest.update(piece)
            file.write(piece)
            got += len(piece)
            if on_progress:
                on_progress(min(1.0, got / release.bytes))
    if got < release.bytes:
        raise Problem(words("the download was cut: {got} bytes of {bytes}; nothing was kept", got=got, bytes=release.bytes))
    if got > release.bytes or digest.hexdigest() != release.sha256:
        raise Problem(words("the file received is not the one this plugin was released with (SHA-256 {got}, expected {wanted}); "
                            "nothing was kept", got=digest.hexdigest(), wanted=release.sha256))
    return True


def _unpack(archive, folder, words):
    aside = folder + PART
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as entries:
            _check_names(entries, words)
            entries.extractall(aside)
            _set_modes(entries, aside)
        inside = aside
        names = os.listdir(aside)
        if len(names) == 1 and os.path.isdir(os.path.join(aside, names[0])):
            inside = os.path.join(aside, names[0])  # one folder that holds all
        if not program_in(inside):
            raise Problem(words("the archive holds no engine; nothing was kept"))
        _put(inside, folder, words)
        return program_in(folder)
    except zipfile.BadZipFile:
        raise Problem(words("the archive holds no engine; nothing was kept"))
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put(inside, folder, words):
    """In the place of the former engine, whole or not at all: Windows does not let go of one that runs."""
    former = folder + FORMER
    shutil.rmtree(former, ignore_errors=True)
    if os.path.isdir(folder):
        try:
            os.rename(folder, former)
        except OSError:
            raise Problem(words("the engine in {folder} is in use; end its runs, then download again", folder=folder))
    try:
        os.rename(inside, folder)
    except OSError:
        if os.path.isdir(former):
            os.rename(former, folder)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _check_names(entries, words):
    """The digest has vouched for the archive: this guards against a mistake of whoever made it."""
    for entry in entries.infolist():
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in entry.filename:
            raise Problem(words("the archive holds no engine; nothing was kept"))
    if sum(entry.file_size for entry in entries.infolist()) > MOST_UNPACKED:
        raise Problem(words("the archive holds no engine; nothing was kept"))


def _set_modes(entries, folder):
    for entry in entries.infolist():
        if (entry.external_attr >> 16) & stat.S_IXUSR and not entry.is_dir():
            path = os.path.join(folder, entry.filename)
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
