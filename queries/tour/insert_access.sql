-- Writes the APL of a commune without and with the rounds.
-- :nom        request
-- :insee_com  commune
-- :avant      consultations a year and standardised inhabitant
-- :apres      the same
INSERT INTO tournee_acces (nom, insee_com, apl_avant, apl_apres) VALUES (:nom, :insee_com, :avant, :apres);
