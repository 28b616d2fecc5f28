"""Messages of the plugin, in French or English. Those of the commands come from the engine, in the same language."""

FRENCH = {
    "the engine was not found; install it, or set its path in Options > Processing > Providers > Maillage":
        "le moteur est introuvable ; installez-le, ou indiquez son chemin dans Options > Traitements > Fournisseurs > Maillage",
    "{path} is too old for this plugin; install the engine released with it":
        "{path} est trop ancien pour cette extension ; installez le moteur fourni avec elle",
    "{path} is newer than this plugin; install the plugin released with it":
        "{path} est plus récent que cette extension ; installez l'extension fournie avec lui",
    "{path} does not answer: {reason}": "{path} ne répond pas : {reason}",
    "Engine (empty: next to the plugin, then on the PATH)": "Moteur (vide : à côté de l'extension, puis dans le PATH)",
    "Engine in use": "Moteur utilisé",
    "Reports the path and version of the engine that the algorithms run, or why none is available.":
        "Indique le chemin et la version du moteur qui exécute les traitements, ou la raison de son absence.",
    "Engine": "Moteur",
    "Version": "Version",
    "Add the layers to the project": "Ajouter les couches au projet",
    "Output of the command": "Sortie de la commande",
    "GeoPackage written": "GeoPackage produit",
    "by default: {value}": "par défaut : {value}",
    "Example": "Exemple",
    "Command: {command}": "Commande : {command}",
    "cancelled; nothing was written": "annulé ; rien n'a été écrit",
    "{path} contains no styled layer": "{path} ne contient aucune couche stylée",
    "the engine stopped without a message (exit code {code})": "le moteur s'est arrêté sans message (code {code})",
    "All files": "Tous les fichiers",
    "Files": "Fichiers",
    "Study": "Étude",
    "Answers": "Résultats",
    "Delivery": "Livraison",
    "Data": "Données",
}


class Words:
    def __init__(self, locale):
        self.language = "fr" if (locale or "").lower().startswith("fr") else "en"

    def __call__(self, text, **values):
        known = FRENCH.get(text, text) if self.language == "fr" else text
        return known.format(**values) if values else known
