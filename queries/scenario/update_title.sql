-- Names a result after its study and its scenario.
-- :scenario  title of the scenario
UPDATE etude SET valeur = valeur || ' – ' || :scenario WHERE cle = 'titre';
