-- Records that a stage was done.
-- :nom        stage
-- :empreinte  fingerprint of its inputs and parameters
-- :version    version of the engine
-- :resume     what it found, one line
INSERT OR REPLACE INTO etape (nom, empreinte, version, resume) VALUES (:nom, :empreinte, :version, :resume);
