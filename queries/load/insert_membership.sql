-- Writes that a commune belongs to a perimeter; a commune that was merged from several is recorded once.
-- :insee_com  commune
-- :kind       cpts, cls, crt...
-- :code       perimeter
-- :libelle    its name, or NULL
INSERT INTO appartenance (insee_com, kind, code, libelle) VALUES (:insee_com, :kind, :code, :libelle)
ON CONFLICT (kind, code, insee_com) DO NOTHING;
