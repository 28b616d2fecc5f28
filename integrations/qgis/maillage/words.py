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
    "{path} cannot be seen from the Linux of Windows": "{path} ne se voit pas depuis le Linux de Windows",
    "the engine could not be downloaded: {reason}": "le moteur n'a pas pu être téléchargé : {reason}",
    "{address} is not a secure address; nothing was downloaded": "{address} n'est pas une adresse sûre ; rien n'a été téléchargé",
    "the download was cut: {got} bytes of {bytes}; nothing was kept":
        "le téléchargement s'est interrompu : {got} octets sur {bytes} ; rien n'a été gardé",
    "the file received is not the one this plugin was released with (SHA-256 {got}, expected {wanted}); nothing was kept":
        "le fichier reçu n'est pas celui de cette version de l'extension (SHA-256 {got}, attendu {wanted}) ; rien n'a été gardé",
    "the archive holds no engine; nothing was kept": "l'archive ne contient pas le moteur ; rien n'a été gardé",
    "the engine in {folder} is in use; end its runs, then download again":
        "le moteur de {folder} est en cours d'utilisation ; terminez ses calculs, puis téléchargez de nouveau",
    "Download the engine…": "Télécharger le moteur…",
    "Download the engine {version} ({size} MB) from {origin} into your profile?\n\nSHA-256: {sha256}":
        "Télécharger le moteur {version} ({size} Mo) depuis {origin} dans votre profil ?\n\nSHA-256 : {sha256}",
    "Territory": "Territoire",
    "Name or code: Lens-Liévin, Pas-de-Calais, 62…": "Nom ou code : Lens-Liévin, Pas-de-Calais, 62…",
    "On the map": "Sur la carte",
    "Click a place on the map: its group of communes is taken": "Cliquez un lieu de la carte : son intercommunalité est retenue",
    "none chosen yet": "aucun pour l'instant",
    "no commune of France is near that place": "aucune commune de France n'est près de ce lieu",
    "the communes of France were not found beside the engine": "les communes de France sont introuvables à côté du moteur",
    "group of communes": "intercommunalité",
    "département": "département",
    "region": "région",
    "commune": "commune",
    "Questions": "Questions",
    "Who lives far from emergency care?": "Qui vit loin des urgences ?",
    "Where are the medical deserts?": "Où sont les déserts médicaux ?",
    "Where is need high and supply low?": "Où les besoins sont-ils forts et l'offre faible ?",
    "Folder of the study": "Dossier de l'étude",
    "Run": "Lancer",
    "Stop": "Arrêter",
    "Open the page": "Ouvrir la page",
    "{count} layers in the project": "{count} couches dans le projet",
    "{folder} holds a study already.": "{folder} contient déjà une étude.",
    "Run it as it is, or replace it by what is asked here?": "La lancer telle quelle, ou la remplacer par ce qui est demandé ici ?",
    "Run as it is": "Lancer telle quelle",
    "Replace": "Remplacer",
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
