-- Records how long a stage took, or a request within it; it ends now.
-- :etape     stage
-- :objet     request, '' for the whole stage
-- :secondes  duration, s
INSERT OR REPLACE INTO duree (etape, objet, fin, secondes) VALUES (:etape, :objet, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), :secondes);
