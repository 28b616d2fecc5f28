-- What every source of the study is, whatever its path: bytes and digest.
-- Columns: octets, sha256.
SELECT octets, sha256 FROM provenance;
