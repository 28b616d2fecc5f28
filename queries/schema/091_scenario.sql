-- What a scenario changes, and how two results differ: a scenario and the study it starts from, or any two studies.

-- Changes made to the study before it was computed, in their order. Empty in a study without a scenario.
CREATE TABLE changement (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nature TEXT NOT NULL,        -- offre | site | population | horizon | etude
  service TEXT,
  code TEXT,                   -- commune or facility; NULL: everywhere
  libelle TEXT,
  vers TEXT,                   -- where it moves to: commune
  lib_vers TEXT,
  avant TEXT,                  -- in words, with its unit
  apres TEXT,
  depuis TEXT,                 -- first day, as the scenario gives it
  motif TEXT,                  -- reason, as the scenario gives it
  source TEXT,
  effet INTEGER NOT NULL       -- 1: made; 0: outside its dates on the day of the scenario
);
