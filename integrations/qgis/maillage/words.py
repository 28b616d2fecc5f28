"""What the plugin says of itself, in French or English. What commands say comes from the engine, in the same language."""

FRENCH = {
    "the engine was not found; install it, or name it in Options > Processing > Providers > Maillage":
        "le moteur est introuvable ; installez-le, ou indiquez-le dans Options > Traitements > Fournisseurs > Maillage",
    "{path} is too old for this plugin; install the version of the engine that came with it":
        "{path} est trop ancien pour cette extension ; installez la version du moteur fournie avec elle",
    "{path} is newer than this plugin; install the plugin that came with it":
        "{path} est plus récent que cette extension ; installez l'extension fournie avec lui",
    "{path} does not answer: {reason}": "{path} ne répond pas : {reason}",
    "Engine (empty: beside the plugin, then on the path)": "Moteur (vide : à côté de l'extension, puis dans le PATH)",
    "Which engine is used": "Quel moteur est utilisé",
    "Says which engine the algorithms run, of which version, or why there is none.":
        "Dit quel moteur exécute les traitements, de quelle version, ou pourquoi il n'y en a pas.",
    "Engine": "Moteur",
    "Version": "Version",
    "Add the layers to the project": "Ajouter les couches au projet",
    "What the command printed": "Ce que la commande a écrit",
    "GeoPackage written": "GeoPackage écrit",
    "by default: {value}": "par défaut : {value}",
    "Example": "Exemple",
    "Command: {command}": "Commande : {command}",
    "cancelled; nothing was written": "annulé ; rien n'a été écrit",
    "{path} holds no layer with a style": "{path} ne contient aucune couche stylée",
    "the engine stopped without a word (exit code {code})": "le moteur s'est arrêté sans rien dire (code {code})",
    "All files": "Tous les fichiers",
    "Files": "Fichiers",
    "Study": "Étude",
    "Answers": "Réponses",
    "Delivery": "Livraison",
    "Data": "Données",
}


class Words:
    def __init__(self, locale):
        self.language = "fr" if (locale or "").lower().startswith("fr") else "en"

    def __call__(self, text, **values):
        known = FRENCH.get(text, text) if self.language == "fr" else text
        return known.format(**values) if values else known
