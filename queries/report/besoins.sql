-- What communes lack, the largest need first.
-- Columns: service, code, name, persons, access, missing, full-time equivalents, to add in the commune itself, the same in
-- full-time equivalents, minutes to the nearest site, persons too far, its area.
SELECT b.service, b.insee_com, c.libelle, b.population, b.acces, b.manque AS manque, b.etp AS etp,
       b.sur_place, b.sur_place_etp, b.minutes, b.loin, z.nom AS zone
FROM besoin b
JOIN commune c ON c.insee_com = b.insee_com
LEFT JOIN besoin_zone z ON z.service = b.service AND z.zone = b.zone
ORDER BY b.manque DESC, b.insee_com;
