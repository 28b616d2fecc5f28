-- Patients to re-home: what their commune loses, and what practices within reach could take.
-- Columns: service, code, name, lost, taken, without room, minutes, where to.
SELECT service, insee_com, libelle, perdus, accueillis, sans_place, minutes, vers FROM comparaison_accueil ORDER BY service, perdus DESC, insee_com;
