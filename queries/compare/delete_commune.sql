-- A commune that cannot be compared.
-- :insee_com  commune
DELETE FROM comparaison WHERE insee_com = :insee_com;
