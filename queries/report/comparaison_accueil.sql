-- Patients to re-home: what their commune loses, and what practices within reach could take.
-- Columns: service, code, name, priority neighbourhoods there, lost, taken, without room, minutes, where to.
SELECT service, insee_com, libelle, (SELECT a.n_qpv FROM acces_commune a WHERE a.insee_com = comparaison_accueil.insee_com) AS n_qpv,
  perdus, accueillis, sans_place, minutes, vers
FROM comparaison_accueil ORDER BY service, perdus DESC, insee_com;
