-- Establishments whose commune is known, each once.
-- Columns: FINESS number, commune.
SELECT code, insee_com FROM etablissement WHERE insee_com IS NOT NULL GROUP BY code HAVING fid = min(fid) ORDER BY code;
