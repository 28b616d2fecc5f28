-- Background of the map: coast, roads, rivers.
-- Columns: name of the kind, step of the grid in metres and d of an SVG path in its cells.
SELECT nom, texte FROM essai WHERE nom LIKE 'fond.%' ORDER BY nom;
