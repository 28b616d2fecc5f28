-- Records that a stage was done.
-- :nom        stage
-- :empreinte  fingerprint of its inputs and parameters
-- :version    version of the engine
-- :secondes   duration, s
-- :resume     what it found, one line
INSERT OR REPLACE INTO etape (nom, empreinte, version, fin, secondes, resume)
VALUES (:nom, :empreinte, :version, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), :secondes, :resume);
